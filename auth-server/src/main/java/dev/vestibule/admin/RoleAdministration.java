package dev.vestibule.admin;

import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountRole;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Roles;
import dev.vestibule.account.Uses;
import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with the roles of accounts, by the API or by the console.
 */
@Component
public class RoleAdministration {

	private static final String DESCRIPTION = "description";

	private static final String PROBLEM = "The role cannot be like this.";

	private final Roles roles;

	public RoleAdministration(Roles roles) {
		this.roles = roles;
	}

	/**
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountRole> list(@Nullable String q, String after, int limit) {
		return this.roles.list(q, after, limit);
	}

	public AccountRole find(String name) {
		return this.roles.find(Names.ofPath(name)).orElseThrow(RoleAdministration::unknown);
	}

	public Uses uses(String name) {
		return this.roles.uses(Names.ofPath(name));
	}

	public AccountRole create(Map<String, ? extends @Nullable Object> fields, Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		String name = Names.read(request);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		request.check();
		return this.roles.create(name, (description != null) ? description : "", by)
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a role with this name.",
					List.of(new InvalidField("name", "is taken"))));
	}

	@Transactional
	public AccountRole change(String name, Map<String, ? extends @Nullable Object> fields, IfMatch meant,
			Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		request.check();
		AccountRole role = this.roles.findToChange(Names.ofPath(name)).orElseThrow(RoleAdministration::unknown);
		meant.check(role.fields());
		String kept = request.has(DESCRIPTION) ? "" : role.description();
		return Refusals.explain(() -> this.roles.describe(role.name(), (description != null) ? description : kept, by))
			.orElseThrow();
	}

	/**
	 * Deletes a role.
	 * @param evenIfInUse takes it from all that have it
	 */
	@Transactional
	public void delete(String name, boolean evenIfInUse, IfMatch meant, Administrator by) {
		this.roles.findToChange(Names.ofPath(name)).ifPresent((role) -> meant.check(role.fields()));
		if (!Refusals.explain(() -> this.roles.delete(Names.ofPath(name), evenIfInUse, by))) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no role with this name.");
	}

}

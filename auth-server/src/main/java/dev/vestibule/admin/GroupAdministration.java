package dev.vestibule.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.vestibule.account.AccountGroup;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Groups;
import dev.vestibule.account.Uses;
import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with the groups of accounts, by the API or by the console.
 */
@Component
public class GroupAdministration {

	private static final String DESCRIPTION = "description";

	private static final String ROLES = "roles";

	private static final String PROBLEM = "The group cannot be like this.";

	private final Groups groups;

	public GroupAdministration(Groups groups) {
		this.groups = groups;
	}

	/**
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<AccountGroup> list(@Nullable String q, String after, int limit) {
		return this.groups.list(q, after, limit);
	}

	public AccountGroup find(String name) {
		return this.groups.find(Names.ofPath(name)).orElseThrow(GroupAdministration::unknown);
	}

	public Uses uses(String name) {
		return this.groups.uses(Names.ofPath(name));
	}

	public AccountGroup create(Map<String, ? extends @Nullable Object> fields, Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		String name = Names.read(request);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		Set<String> roles = Names.set(request, ROLES);
		request.check();
		return Refusals
			.explain(() -> this.groups.create(name, (description != null) ? description : "",
					Objects.requireNonNullElse(roles, Set.of()), by))
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a group with this name.",
					List.of(new InvalidField("name", "is taken"))));
	}

	@Transactional
	public AccountGroup change(String name, Map<String, ? extends @Nullable Object> fields, IfMatch meant,
			Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		Set<String> roles = Names.set(request, ROLES);
		request.check();
		AccountGroup group = this.groups.findToChange(Names.ofPath(name)).orElseThrow(GroupAdministration::unknown);
		meant.check(group.fields());
		String kept = request.has(DESCRIPTION) ? "" : group.description();
		Set<String> keptRoles = request.has(ROLES) ? Set.of() : new HashSet<>(group.roles());
		return Refusals.explain(() -> this.groups.change(group.name(), (description != null) ? description : kept,
				Objects.requireNonNullElse(roles, keptRoles), by))
			.orElseThrow();
	}

	/**
	 * Deletes a group.
	 * @param evenIfInUse also one with members
	 */
	@Transactional
	public void delete(String name, boolean evenIfInUse, IfMatch meant, Administrator by) {
		this.groups.findToChange(Names.ofPath(name)).ifPresent((group) -> meant.check(group.fields()));
		if (!Refusals.explain(() -> this.groups.delete(Names.ofPath(name), evenIfInUse, by))) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no group with this name.");
	}

}

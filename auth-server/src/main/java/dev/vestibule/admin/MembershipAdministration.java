package dev.vestibule.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.vestibule.account.Administrator;
import dev.vestibule.account.KnownMemberships;
import dev.vestibule.account.Membership;
import dev.vestibule.account.Uses;
import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with the roles or the groups of accounts, by the API or by the
 * console.
 */
public abstract class MembershipAdministration {

	private static final String DESCRIPTION = "description";

	private static final String ROLES = "roles";

	private final String kind;

	private final boolean givesRoles;

	private final KnownMemberships known;

	/**
	 * @param kind what each is called
	 * @param givesRoles whether roles come with them
	 */
	MembershipAdministration(String kind, boolean givesRoles, KnownMemberships known) {
		this.kind = kind;
		this.givesRoles = givesRoles;
		this.known = known;
	}

	/**
	 * @param q part of the name or the description; null for all
	 * @param after the name behind which to begin; an empty one begins at the first
	 */
	public List<Membership> list(@Nullable String q, String after, int limit) {
		return this.known.list(q, after, limit);
	}

	public Membership find(String name) {
		return this.known.find(Names.ofPath(name)).orElseThrow(this::unknown);
	}

	public Uses uses(String name) {
		return this.known.uses(Names.ofPath(name));
	}

	public Membership create(Map<String, ? extends @Nullable Object> fields, Administrator by) {
		Fields request = fields(fields);
		String name = Names.read(request);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		Set<String> roles = roles(request, Set.of());
		request.check();
		return Refusals.explain(() -> this.known.create(name, Objects.requireNonNullElse(description, ""), roles, by))
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a " + this.kind + " with this name.",
					List.of(new InvalidField("name", "is taken"))));
	}

	/**
	 * Changes what the fields name.
	 */
	@Transactional
	public Membership change(String name, Map<String, ? extends @Nullable Object> fields, IfMatch meant,
			Administrator by) {
		Membership before = meant(name, meant);
		Fields request = fields(fields);
		String description = request.text(DESCRIPTION, Names.MAX_DESCRIPTION);
		String wanted = Objects.requireNonNullElse(description, request.has(DESCRIPTION) ? "" : before.description());
		Set<String> roles = roles(request, before.givenRoles());
		boolean enabled = Objects.requireNonNullElse(request.flag("enabled"), before.enabled());
		request.check();
		return Refusals.explain(() -> this.known.change(before.name(), wanted, roles, enabled, by)).orElseThrow();
	}

	@Transactional
	public Membership setEnabled(String name, boolean enabled, Administrator by) {
		return this.known.setEnabled(Names.ofPath(name), enabled, by).orElseThrow(this::unknown);
	}

	/**
	 * Deletes one.
	 * @param evenIfInUse takes it from all that have it
	 */
	@Transactional
	public void delete(String name, boolean evenIfInUse, IfMatch meant, Administrator by) {
		Membership before = meant(name, meant);
		Refusals.explain(() -> this.known.delete(before.name(), evenIfInUse, by));
	}

	private Fields fields(Map<String, ? extends @Nullable Object> fields) {
		return new Fields("The " + this.kind + " cannot be like this.", fields);
	}

	private Set<String> roles(Fields request, Set<String> kept) {
		Set<String> roles = this.givesRoles ? Names.set(request, ROLES) : null;
		return Objects.requireNonNullElse(roles, request.has(ROLES) ? Set.of() : kept);
	}

	private Membership meant(String name, IfMatch meant) {
		Membership membership = this.known.findToChange(Names.ofPath(name)).orElseThrow(this::unknown);
		meant.check(membership.fields());
		return membership;
	}

	private ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no " + this.kind + " with this name.");
	}

}

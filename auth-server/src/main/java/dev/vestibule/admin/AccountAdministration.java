package dev.vestibule.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.Account.Role;
import dev.vestibule.account.AccountChanges;
import dev.vestibule.account.AccountDirectory;
import dev.vestibule.account.AccountQuery;
import dev.vestibule.account.AccountQuery.State;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.LinkedIdentity;
import dev.vestibule.account.ManagedAccount;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with accounts, by the API or by the console: each change is
 * whole or not at all, and its refusal is the same sentence in both.
 */
@Component
public class AccountAdministration {

	private static final String ADMIN_ROLE = "admin_role";

	private static final String PROBLEM = "The account cannot be changed like this.";

	private final AccountDirectory directory;

	private final Accounts accounts;

	private final AccountChanges changes;

	public AccountAdministration(AccountDirectory directory, Accounts accounts, AccountChanges changes) {
		this.directory = directory;
		this.accounts = accounts;
		this.changes = changes;
	}

	/**
	 * What the parameters of a search say.
	 */
	public static AccountQuery query(Fields parameters) {
		String state = parameters.choice("state", labels(State.values()));
		String adminRole = parameters.choice(ADMIN_ROLE, labels(Role.values()));
		return new AccountQuery(parameters.words("q"), parameters.text("email", 254),
				(state != null) ? State.valueOf(state.toUpperCase(Locale.ROOT)) : null,
				Optional.ofNullable(adminRole).flatMap(Role::of).orElse(null),
				parameters.text("role", Names.MAX_LENGTH), parameters.text("group", Names.MAX_LENGTH));
	}

	/**
	 * @param after the address behind which to begin; an empty one begins at the first
	 */
	public List<ManagedAccount> search(AccountQuery query, String after, int limit) {
		return this.directory.search(query, after, limit);
	}

	public ManagedAccount find(String id) {
		return this.directory.find(Ids.read(id)).orElseThrow(AccountAdministration::unknown);
	}

	public List<LinkedIdentity> identities(ManagedAccount account) {
		return this.accounts.identitiesOf(account.account());
	}

	public ManagedAccount disable(String id, Administrator by) {
		return changed(() -> this.changes.disable(Ids.read(id), by));
	}

	public ManagedAccount enable(String id, Administrator by) {
		return changed(() -> this.changes.enable(Ids.read(id), by));
	}

	/**
	 * Ends all sessions, and all that was granted in them.
	 */
	public ManagedAccount signOut(String id, Administrator by) {
		return changed(() -> this.changes.signOut(Ids.read(id), by));
	}

	public ManagedAccount requireProof(String id, Administrator by) {
		return changed(() -> this.changes.requireProof(Ids.read(id), by));
	}

	/**
	 * Changes the roles and groups that the fields name.
	 */
	@Transactional
	public ManagedAccount assign(String id, Map<String, ? extends @Nullable Object> fields, IfMatch meant,
			Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		Set<String> roles = Names.set(request, "roles");
		Set<String> groups = Names.set(request, "groups");
		request.check();
		UUID account = Ids.read(id);
		return changed(() -> {
			this.changes.holdFor(account, by).ifPresent((found) -> meant.check(found.fields()));
			return this.changes.assign(account, roles, groups, by);
		});
	}

	/**
	 * Says what a person may do in the administration; null is nothing.
	 */
	public ManagedAccount appoint(String id, Map<String, ? extends @Nullable Object> fields, Administrator by) {
		Fields request = new Fields(PROBLEM, fields);
		String role = request.choice(ADMIN_ROLE, labels(Role.values()));
		if (!request.has(ADMIN_ROLE)) {
			request.refuse(ADMIN_ROLE, "is required; null takes the role away");
		}
		request.check();
		return changed(
				() -> this.changes.appoint(Ids.read(id), Optional.ofNullable(role).flatMap(Role::of).orElse(null), by));
	}

	@Transactional
	public void delete(String id, IfMatch meant, Administrator by) {
		UUID account = Ids.read(id);
		boolean deleted = Refusals.explain(() -> {
			this.changes.holdFor(account, by).ifPresent((found) -> meant.check(found.fields()));
			return this.changes.delete(account, by);
		});
		if (!deleted) {
			throw unknown();
		}
	}

	private static ManagedAccount changed(Supplier<Optional<ManagedAccount>> change) {
		return Refusals.explain(change).orElseThrow(AccountAdministration::unknown);
	}

	private static Set<String> labels(Enum<?>[] values) {
		return Stream.of(values).map((value) -> value.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no account with this id.");
	}

}

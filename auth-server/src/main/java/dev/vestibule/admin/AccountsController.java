package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Finds accounts, and does to them what support and abuse desks are asked for.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/accounts")
class AccountsController {

	private static final String ADMIN_ROLE = "admin_role";

	private static final int MAX_NAMES = 100;

	private static final String PROBLEM = "The account cannot be changed like this.";

	private final AccountDirectory directory;

	private final Accounts accounts;

	private final AccountChanges changes;

	private final TransactionOperations transactions;

	AccountsController(AccountDirectory directory, Accounts accounts, AccountChanges changes,
			TransactionOperations transactions) {
		this.directory = directory;
		this.accounts = accounts;
		this.changes = changes;
		this.transactions = transactions;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> search(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		String state = query.choice("state", labels(State.values()));
		String adminRole = query.choice(ADMIN_ROLE, labels(Role.values()));
		AccountQuery wanted = new AccountQuery(query.text("email", 254),
				(state != null) ? State.valueOf(state.toUpperCase(Locale.ROOT)) : null,
				Optional.ofNullable(adminRole).flatMap(Role::of).orElse(null), query.text("role", Names.MAX_LENGTH),
				query.text("group", Names.MAX_LENGTH));
		Page<String> page = Page.read(query, request);
		query.check();
		return page.answer("accounts", this.directory.search(wanted, page.after(""), page.toFind()),
				(account) -> List.of(account.account().email().value()), ManagedAccount::fields);
	}

	@GetMapping("/{id}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String id) {
		return answer(this.directory.find(Ids.read(id)));
	}

	@GetMapping("/{id}/identities")
	Map<String, Object> identities(@PathVariable String id) {
		ManagedAccount account = this.directory.find(Ids.read(id)).orElseThrow(AccountsController::unknown);
		return Map.of("identities",
				this.accounts.identitiesOf(account.account()).stream().map(AccountsController::describe).toList());
	}

	@PostMapping("/{id}/disable")
	ResponseEntity<Map<String, Object>> disable(@PathVariable String id, Authentication who) {
		return answer(this.changes.disable(Ids.read(id), Permissions.administrator(who)));
	}

	@PostMapping("/{id}/enable")
	ResponseEntity<Map<String, Object>> enable(@PathVariable String id, Authentication who) {
		return answer(this.changes.enable(Ids.read(id), Permissions.administrator(who)));
	}

	/**
	 * Ends all sessions, and all that was granted in them.
	 */
	@PostMapping("/{id}/sign-out")
	ResponseEntity<Map<String, Object>> signOut(@PathVariable String id, Authentication who) {
		return answer(this.changes.signOut(Ids.read(id), Permissions.administrator(who)));
	}

	@PostMapping("/{id}/require-proof")
	ResponseEntity<Map<String, Object>> requireProof(@PathVariable String id, Authentication who) {
		return answer(this.changes.requireProof(Ids.read(id), Permissions.administrator(who)));
	}

	/**
	 * Changes the roles and groups that the body names.
	 */
	@PatchMapping(path = "/{id}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> assign(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		Set<String> roles = names(fields, "roles");
		Set<String> groups = names(fields, "groups");
		fields.check();
		UUID account = Ids.read(id);
		return answer(this.transactions.execute((status) -> {
			Administrator administrator = Permissions.administrator(who);
			this.changes.holdFor(account, administrator).ifPresent((found) -> expected.check(found.fields()));
			return this.changes.assign(account, roles, groups, administrator);
		}));
	}

	/**
	 * Says what a person may do in the administration; null is nothing.
	 */
	@PutMapping(path = "/{id}/admin-role", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> appoint(@PathVariable String id, InputStream body, Authentication who)
			throws IOException {
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		String role = fields.choice(ADMIN_ROLE, labels(Role.values()));
		if (!fields.has(ADMIN_ROLE)) {
			fields.refuse(ADMIN_ROLE, "is required; null takes the role away");
		}
		fields.check();
		return answer(this.changes.appoint(Ids.read(id), Optional.ofNullable(role).flatMap(Role::of).orElse(null),
				Permissions.administrator(who)));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id, Authentication who) {
		if (!this.changes.delete(Ids.read(id), Permissions.administrator(who))) {
			throw unknown();
		}
	}

	private static @Nullable Set<String> names(Fields fields, String name) {
		List<String> names = fields.texts(name, MAX_NAMES, Names.MAX_LENGTH);
		return (names != null) ? new HashSet<>(names) : null;
	}

	private static Map<String, Object> describe(LinkedIdentity linked) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("provider", linked.identity().provider());
		fields.put("subject", linked.identity().subject());
		if (linked.email() != null) {
			fields.put("email", linked.email());
		}
		fields.put("linked_at", linked.linkedAt().getEpochSecond());
		return fields;
	}

	private static ResponseEntity<Map<String, Object>> answer(@Nullable Optional<ManagedAccount> account) {
		return EntityTag.answer(Optional.ofNullable(account)
			.flatMap((found) -> found)
			.orElseThrow(AccountsController::unknown)
			.fields());
	}

	private static Set<String> labels(Enum<?>[] values) {
		return Stream.of(values).map((value) -> value.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no account with this id.");
	}

}

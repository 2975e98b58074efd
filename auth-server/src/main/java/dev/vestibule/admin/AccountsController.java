package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountQuery;
import dev.vestibule.account.LinkedIdentity;
import dev.vestibule.account.ManagedAccount;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
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

	private final AccountAdministration accounts;

	AccountsController(AccountAdministration accounts) {
		this.accounts = accounts;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> search(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		AccountQuery wanted = AccountAdministration.query(query);
		Page<String> page = Page.read(query, request);
		query.check();
		return page.answer("accounts", this.accounts.search(wanted, page.after(""), page.toFind()),
				(account) -> List.of(account.account().email().value()), ManagedAccount::fields);
	}

	@GetMapping("/{id}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String id) {
		return EntityTag.answer(this.accounts.find(id).fields());
	}

	@GetMapping("/{id}/identities")
	Map<String, Object> identities(@PathVariable String id) {
		return Map.of("identities",
				this.accounts.identities(this.accounts.find(id)).stream().map(AccountsController::describe).toList());
	}

	@PostMapping("/{id}/disable")
	ResponseEntity<Map<String, Object>> disable(@PathVariable String id, Authentication who) {
		return EntityTag.answer(this.accounts.disable(id, Permissions.administrator(who)).fields());
	}

	@PostMapping("/{id}/enable")
	ResponseEntity<Map<String, Object>> enable(@PathVariable String id, Authentication who) {
		return EntityTag.answer(this.accounts.enable(id, Permissions.administrator(who)).fields());
	}

	@PostMapping("/{id}/sign-out")
	ResponseEntity<Map<String, Object>> signOut(@PathVariable String id, Authentication who) {
		return EntityTag.answer(this.accounts.signOut(id, Permissions.administrator(who)).fields());
	}

	@PostMapping("/{id}/require-proof")
	ResponseEntity<Map<String, Object>> requireProof(@PathVariable String id, Authentication who) {
		return EntityTag.answer(this.accounts.requireProof(id, Permissions.administrator(who)).fields());
	}

	@PatchMapping(path = "/{id}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> assign(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		return EntityTag
			.answer(this.accounts.assign(id, JsonBody.read(body), expected, Permissions.administrator(who)).fields());
	}

	@PutMapping(path = "/{id}/admin-role", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> appoint(@PathVariable String id, InputStream body, Authentication who)
			throws IOException {
		return EntityTag
			.answer(this.accounts.appoint(id, JsonBody.read(body), Permissions.administrator(who)).fields());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			Authentication who) {
		this.accounts.delete(id, IfMatch.optional(ifMatch), Permissions.administrator(who));
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

}

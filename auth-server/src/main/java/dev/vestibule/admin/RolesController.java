package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.AccountRole;
import dev.vestibule.account.Roles;
import dev.vestibule.client.InvalidField;
import dev.vestibule.web.ServerProperties;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The roles that accounts may have, which clients are told by the scope {@code roles}.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/roles")
class RolesController {

	static final int MAX_DESCRIPTION = Names.MAX_DESCRIPTION;

	private static final String PROBLEM = "The role cannot be like this.";

	private final Roles roles;

	private final ServerProperties server;

	private final TransactionOperations transactions;

	RolesController(Roles roles, ServerProperties server, TransactionOperations transactions) {
		this.roles = roles;
		this.server = server;
		this.transactions = transactions;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		query.check();
		return page.answer("roles", this.roles.list(page.after(""), page.toFind()), (role) -> List.of(role.name()),
				AccountRole::fields);
	}

	@GetMapping("/{name}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String name) {
		return answer(this.roles.find(Names.ofPath(name)));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> create(InputStream body, Authentication who) throws IOException {
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		String name = Names.read(fields);
		String description = fields.text("description", MAX_DESCRIPTION);
		fields.check();
		Map<String, Object> role = this.roles
			.create(name, (description != null) ? description : "", Permissions.administrator(who))
			.map(AccountRole::fields)
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a role with this name.",
					List.of(new InvalidField("name", "is taken"))));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/roles/" + name), role);
	}

	@PatchMapping(path = "/{name}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String name,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		String description = fields.text("description", MAX_DESCRIPTION);
		fields.check();
		return answer(this.transactions.execute((status) -> this.roles.findToChange(Names.ofPath(name)).map((role) -> {
			expected.check(role.fields());
			String kept = fields.has("description") ? "" : role.description();
			return this.roles
				.describe(role.name(), (description != null) ? description : kept, Permissions.administrator(who))
				.orElseThrow();
		})));
	}

	/**
	 * Deletes a role that nothing has, or with {@code even_if_in_use=true} takes it from
	 * all that have it.
	 */
	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String name, HttpServletRequest request, Authentication who) {
		Fields query = Fields.ofQuery(request);
		boolean evenIfInUse = Boolean.TRUE.equals(query.flag("even_if_in_use"));
		query.check();
		if (!this.roles.delete(Names.ofPath(name), evenIfInUse, Permissions.administrator(who))) {
			throw unknown();
		}
	}

	private static ResponseEntity<Map<String, Object>> answer(@Nullable Optional<AccountRole> role) {
		return EntityTag
			.answer(Optional.ofNullable(role).flatMap((found) -> found).orElseThrow(RolesController::unknown).fields());
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no role with this name.");
	}

}

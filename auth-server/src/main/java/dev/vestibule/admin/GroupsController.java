package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.account.AccountGroup;
import dev.vestibule.account.Groups;
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
 * The groups that accounts may be in, which clients are told by the scope {@code groups},
 * and the roles that come with them.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/groups")
class GroupsController {

	private static final String ROLES = "roles";

	private static final int MAX_ROLES = 100;

	private static final String PROBLEM = "The group cannot be like this.";

	private final Groups groups;

	private final ServerProperties server;

	private final TransactionOperations transactions;

	GroupsController(Groups groups, ServerProperties server, TransactionOperations transactions) {
		this.groups = groups;
		this.server = server;
		this.transactions = transactions;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		query.check();
		return page.answer("groups", this.groups.list(page.after(""), page.toFind()), (group) -> List.of(group.name()),
				AccountGroup::fields);
	}

	@GetMapping("/{name}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String name) {
		return answer(this.groups.find(Names.ofPath(name)));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> create(InputStream body, Authentication who) throws IOException {
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		String name = Names.read(fields);
		String description = fields.text("description", RolesController.MAX_DESCRIPTION);
		List<String> roles = fields.texts(ROLES, MAX_ROLES, Names.MAX_LENGTH);
		fields.check();
		Map<String, Object> group = this.groups
			.create(name, (description != null) ? description : "", (roles != null) ? new HashSet<>(roles) : Set.of(),
					Permissions.administrator(who))
			.map(AccountGroup::fields)
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a group with this name.",
					List.of(new InvalidField("name", "is taken"))));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/groups/" + name), group);
	}

	@PatchMapping(path = "/{name}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String name,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		Fields fields = new Fields(PROBLEM, JsonBody.read(body));
		String description = fields.text("description", RolesController.MAX_DESCRIPTION);
		List<String> roles = fields.texts(ROLES, MAX_ROLES, Names.MAX_LENGTH);
		fields.check();
		return answer(
				this.transactions.execute((status) -> this.groups.findToChange(Names.ofPath(name)).map((group) -> {
					expected.check(group.fields());
					String kept = fields.has("description") ? "" : group.description();
					List<String> keptRoles = fields.has(ROLES) ? List.of() : group.roles();
					return this.groups
						.change(group.name(), (description != null) ? description : kept,
								new HashSet<>((roles != null) ? roles : keptRoles), Permissions.administrator(who))
						.orElseThrow();
				})));
	}

	/**
	 * Deletes a group that nobody is in, or with {@code even_if_in_use=true} one with
	 * members.
	 */
	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String name, HttpServletRequest request, Authentication who) {
		Fields query = Fields.ofQuery(request);
		boolean evenIfInUse = Boolean.TRUE.equals(query.flag("even_if_in_use"));
		query.check();
		if (!this.groups.delete(Names.ofPath(name), evenIfInUse, Permissions.administrator(who))) {
			throw unknown();
		}
	}

	private static ResponseEntity<Map<String, Object>> answer(@Nullable Optional<AccountGroup> group) {
		return EntityTag.answer(
				Optional.ofNullable(group).flatMap((found) -> found).orElseThrow(GroupsController::unknown).fields());
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no group with this name.");
	}

}

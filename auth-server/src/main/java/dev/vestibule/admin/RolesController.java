package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountRole;
import dev.vestibule.web.ServerProperties;
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

	private final RoleAdministration roles;

	private final ServerProperties server;

	RolesController(RoleAdministration roles, ServerProperties server) {
		this.roles = roles;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		query.check();
		return page.answer("roles", this.roles.list(words, page.after(""), page.toFind()),
				(role) -> List.of(role.name()), AccountRole::fields);
	}

	@GetMapping("/{name}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String name) {
		return EntityTag.answer(this.roles.find(name).fields());
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> create(InputStream body, Authentication who) throws IOException {
		AccountRole role = this.roles.create(JsonBody.read(body), Permissions.administrator(who));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/roles/" + role.name()), role.fields());
	}

	@PatchMapping(path = "/{name}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String name,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		return EntityTag
			.answer(this.roles.change(name, JsonBody.read(body), expected, Permissions.administrator(who)).fields());
	}

	/**
	 * Deletes one that nothing has, or with {@code even_if_in_use=true} takes it from all
	 * that have it.
	 */
	@DeleteMapping("/{name}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String name,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			HttpServletRequest request, Authentication who) {
		Fields query = Fields.ofQuery(request);
		boolean evenIfInUse = Boolean.TRUE.equals(query.flag("even_if_in_use"));
		query.check();
		this.roles.delete(name, evenIfInUse, IfMatch.optional(ifMatch), Permissions.administrator(who));
	}

}

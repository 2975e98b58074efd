package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.Membership;
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
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * What the API does with roles and with groups, which is the same.
 */
abstract class MembershipsController {

	private final String kind;

	private final MembershipAdministration memberships;

	private final ServerProperties server;

	/**
	 * @param kind what they are called in their addresses, and in a list
	 */
	MembershipsController(String kind, MembershipAdministration memberships, ServerProperties server) {
		this.kind = kind;
		this.memberships = memberships;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		query.check();
		return page.answer(this.kind, this.memberships.list(words, page.after(""), page.toFind()),
				(each) -> List.of(each.name()), Membership::fields);
	}

	@GetMapping("/{name}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String name) {
		return EntityTag.answer(this.memberships.find(name).fields());
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> create(InputStream body, Authentication who) throws IOException {
		Membership created = this.memberships.create(JsonBody.read(body), Permissions.administrator(who));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/" + this.kind + "/" + created.name()),
				created.fields());
	}

	@PatchMapping(path = "/{name}", consumes = { MediaType.APPLICATION_JSON_VALUE, MergePatch.MEDIA_TYPE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String name,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch, InputStream body,
			Authentication who) throws IOException {
		IfMatch expected = IfMatch.required(ifMatch);
		return EntityTag.answer(
				this.memberships.change(name, JsonBody.read(body), expected, Permissions.administrator(who)).fields());
	}

	/**
	 * Has no client told of it, until it is enabled again.
	 */
	@PostMapping("/{name}/disable")
	ResponseEntity<Map<String, Object>> disable(@PathVariable String name, Authentication who) {
		return EntityTag.answer(this.memberships.setEnabled(name, false, Permissions.administrator(who)).fields());
	}

	@PostMapping("/{name}/enable")
	ResponseEntity<Map<String, Object>> enable(@PathVariable String name, Authentication who) {
		return EntityTag.answer(this.memberships.setEnabled(name, true, Permissions.administrator(who)).fields());
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
		this.memberships.delete(name, evenIfInUse, IfMatch.optional(ifMatch), Permissions.administrator(who));
	}

}

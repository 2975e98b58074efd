package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
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
 * The APIs that accept our tokens, with their scopes.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/resource-servers")
class ResourceServersController {

	private final ResourceServerAdministration resourceServers;

	private final ServerProperties server;

	ResourceServersController(ResourceServerAdministration resourceServers, ServerProperties server) {
		this.resourceServers = resourceServers;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		query.check();
		return page.answer("resource_servers", this.resourceServers.list(words, page.after(""), page.toFind()),
				(each) -> List.of(each.server().uri()), RegisteredResourceServer::fields);
	}

	@GetMapping("/{id}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String id) {
		return EntityTag.answer(this.resourceServers.find(Ids.read(id)).fields());
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> register(InputStream body, JwtAuthenticationToken who) throws IOException {
		RegisteredResourceServer created = this.resourceServers.register(JsonBody.read(body), Asking.of(who));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/resource-servers/" + created.id()),
				created.fields());
	}

	@PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> replace(@PathVariable String id, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return EntityTag
			.answer(this.resourceServers.replace(Ids.read(id), JsonBody.read(body), meant, Asking.of(who)).fields());
	}

	@PatchMapping(path = "/{id}", consumes = { MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String id, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return EntityTag
			.answer(this.resourceServers.change(Ids.read(id), JsonBody.read(body), meant, Asking.of(who)).fields());
	}

	/**
	 * Has its scopes granted to nobody, until it is enabled again.
	 */
	@PostMapping("/{id}/disable")
	ResponseEntity<Map<String, Object>> disable(@PathVariable String id, JwtAuthenticationToken who) {
		return EntityTag.answer(this.resourceServers.setEnabled(Ids.read(id), false, Asking.of(who)).fields());
	}

	@PostMapping("/{id}/enable")
	ResponseEntity<Map<String, Object>> enable(@PathVariable String id, JwtAuthenticationToken who) {
		return EntityTag.answer(this.resourceServers.setEnabled(Ids.read(id), true, Asking.of(who)).fields());
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) {
		this.resourceServers.delete(Ids.read(id), IfMatch.optional(ifMatch), Asking.of(who));
	}

}

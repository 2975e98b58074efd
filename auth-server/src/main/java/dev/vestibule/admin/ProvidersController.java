package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import dev.vestibule.web.ServerProperties;
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
 * The providers that people sign in with.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/providers")
class ProvidersController {

	private final ProviderAdministration providers;

	private final ServerProperties server;

	ProvidersController(ProviderAdministration providers, ServerProperties server) {
		this.providers = providers;
		this.server = server;
	}

	@GetMapping
	Map<String, Object> list() {
		return Map.of("providers", this.providers.list());
	}

	@GetMapping("/{id}")
	ResponseEntity<Map<String, @Nullable Object>> show(@PathVariable String id) {
		return EntityTag.answer(this.providers.find(id));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, @Nullable Object>> register(InputStream body, JwtAuthenticationToken who)
			throws IOException {
		Map<String, @Nullable Object> created = this.providers.register(JsonBody.read(body), Asking.of(who));
		return EntityTag.created(this.server.url(AdminApiSecurity.PATH + "/providers/" + created.get("id")), created);
	}

	@PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, @Nullable Object>> replace(@PathVariable String id, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return EntityTag.answer(this.providers.replace(id, JsonBody.read(body), meant, Asking.of(who)));
	}

	@PatchMapping(path = "/{id}", consumes = { MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Map<String, @Nullable Object>> change(@PathVariable String id, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return EntityTag.answer(this.providers.change(id, JsonBody.read(body), meant, Asking.of(who)));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) {
		this.providers.delete(id, IfMatch.optional(ifMatch), Asking.of(who));
	}

}

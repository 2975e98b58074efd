package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.Client;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.Clients.NewSecret;
import dev.vestibule.client.Clients.Query;
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
 * Clients, by RFC 7591's metadata names. A secret is in the answer that tells it first,
 * and nowhere else.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/clients")
class ClientsController {

	private final ClientAdministration clients;

	private final ServerProperties server;

	ClientsController(ClientAdministration clients, ServerProperties server) {
		this.clients = clients;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		Query wanted = new Query(query.words("q"), query.words("scope"), query.flag("enabled"),
				query.choice("managed_by", Set.of("api", "configuration")));
		query.check();
		return page.answer("clients", this.clients.list(wanted, page.after(""), page.toFind()),
				(client) -> List.of(client.metadata().clientId()), Client::fields);
	}

	@GetMapping("/{clientId}")
	ResponseEntity<Map<String, Object>> show(@PathVariable String clientId) {
		return EntityTag.answer(this.clients.find(clientId).fields());
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> register(InputStream body, JwtAuthenticationToken who) throws IOException {
		NewClient created = this.clients.register(JsonBody.read(body), Asking.of(who));
		URI location = URI
			.create(this.server.url(AdminApiSecurity.PATH + "/clients/" + created.client().metadata().clientId()));
		return answer(ResponseEntity.created(location), created);
	}

	@PutMapping(path = "/{clientId}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> replace(@PathVariable String clientId, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return answer(ResponseEntity.ok(), this.clients.replace(clientId, JsonBody.read(body), meant, Asking.of(who)));
	}

	@PatchMapping(path = "/{clientId}", consumes = { MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Map<String, Object>> change(@PathVariable String clientId, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return answer(ResponseEntity.ok(), this.clients.change(clientId, JsonBody.read(body), meant, Asking.of(who)));
	}

	/**
	 * Stops everything that a client does, until it is enabled again.
	 */
	@PostMapping("/{clientId}/disable")
	ResponseEntity<Map<String, Object>> disable(@PathVariable String clientId, JwtAuthenticationToken who) {
		return EntityTag.answer(this.clients.setEnabled(clientId, false, Asking.of(who)).fields());
	}

	@PostMapping("/{clientId}/enable")
	ResponseEntity<Map<String, Object>> enable(@PathVariable String clientId, JwtAuthenticationToken who) {
		return EntityTag.answer(this.clients.setEnabled(clientId, true, Asking.of(who)).fields());
	}

	/**
	 * Gives a client a new secret. The former one works on for a while, so that the
	 * client can be changed over without an interruption; at once no more, if it has
	 * leaked.
	 */
	@PostMapping("/{clientId}/secret")
	@ResponseStatus(HttpStatus.CREATED)
	Map<String, Object> replaceSecret(@PathVariable String clientId, InputStream body, JwtAuthenticationToken who)
			throws IOException {
		NewSecret created = this.clients.replaceSecret(clientId, JsonBody.readOrEmpty(body), IfMatch.optional(null),
				Asking.of(who));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("client_id", clientId);
		putSecret(answer, created.secret());
		answer.put("previous_secret_expires_at", created.previousExpiresAt().getEpochSecond());
		return answer;
	}

	/**
	 * Deletes a client, and ends everything that was granted to it.
	 */
	@DeleteMapping("/{clientId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String clientId,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) {
		this.clients.delete(clientId, IfMatch.optional(ifMatch), Asking.of(who));
	}

	private static ResponseEntity<Map<String, Object>> answer(ResponseEntity.BodyBuilder answer, NewClient client) {
		Map<String, Object> fields = client.client().fields();
		answer.eTag(EntityTag.of(fields));
		if (client.secret() != null) {
			putSecret(fields, client.secret());
		}
		return answer.body(fields);
	}

	private static void putSecret(Map<String, Object> fields, String secret) {
		fields.put("client_secret", secret);
		// RFC 7591, section 3.2.1: it does not expire.
		fields.put("client_secret_expires_at", 0);
	}

}

package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.vestibule.client.Client;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.web.ServerProperties;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Registers, shows, disables and deletes clients, by RFC 7591's metadata names.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/clients")
class ClientsController {

	private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]?|100");

	private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9._~-]{0,100}");

	private final Clients clients;

	private final ResourceServers resourceServers;

	private final ServerProperties server;

	ClientsController(Clients clients, ResourceServers resourceServers, ServerProperties server) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.server = server;
	}

	@GetMapping
	Map<String, Object> list(@RequestParam(defaultValue = "50") String limit,
			@RequestParam(defaultValue = "") String cursor) {
		require(LIMIT.matcher(limit).matches(), "limit", "must be a number from 1 to 100");
		require(CURSOR.matcher(cursor).matches(), "cursor", "must be a next_cursor of an answer");
		int size = Integer.parseInt(limit);
		List<Client> found = this.clients.list(cursor, size + 1);
		List<Client> page = found.subList(0, Math.min(size, found.size()));
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("clients", page.stream().map(ClientsController::describe).toList());
		if (found.size() > size) {
			body.put("next_cursor", page.get(size - 1).metadata().clientId());
		}
		return body;
	}

	@GetMapping("/{clientId}")
	Map<String, Object> show(@PathVariable String clientId) {
		return this.clients.find(clientId).map(ClientsController::describe).orElseThrow(() -> unknown());
	}

	/**
	 * Registers a client; its secret is in this answer and nowhere else.
	 */
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, Object>> register(InputStream body, Authentication who) throws IOException {
		NewClient created = this.clients.register(read(body), who.getName())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a client with this id.",
					List.of(new InvalidField("client_id", "is taken"))));
		Map<String, Object> answer = describe(created.client());
		if (created.secret() != null) {
			answer.put("client_secret", created.secret());
			// RFC 7591, section 3.2.1: it does not expire.
			answer.put("client_secret_expires_at", 0);
		}
		return ResponseEntity.created(location(created.client())).body(answer);
	}

	/**
	 * Stops everything that a client does, until it is enabled again.
	 */
	@PostMapping("/{clientId}/disable")
	Map<String, Object> disable(@PathVariable String clientId, JwtAuthenticationToken who) {
		if (clientId.equals(who.getToken().getClaimAsString("client_id"))) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"This is the client that asks, which could not enable itself again: ask as another one.");
		}
		return setEnabled(clientId, false, who);
	}

	@PostMapping("/{clientId}/enable")
	Map<String, Object> enable(@PathVariable String clientId, Authentication who) {
		return setEnabled(clientId, true, who);
	}

	private Map<String, Object> setEnabled(String clientId, boolean enabled, Authentication who) {
		return this.clients.setEnabled(clientId, enabled, who.getName())
			.map(ClientsController::describe)
			.orElseThrow(() -> unknown());
	}

	@DeleteMapping("/{clientId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String clientId, Authentication who) {
		switch (this.clients.delete(clientId, who.getName())) {
			case DELETED -> {
			}
			case UNKNOWN -> throw unknown();
			case CONFIGURED -> throw new ProblemException(HttpStatus.CONFLICT,
					"This client is managed by configuration (vestibule.clients), which would bring it back at the next start.");
		}
	}

	private ClientMetadata read(InputStream body) throws IOException {
		Map<String, @Nullable Object> fields = JsonBody.read(body);
		try {
			return ClientMetadata.read(fields, this.resourceServers.scopes());
		}
		catch (InvalidClientMetadataException ex) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "The client cannot be registered like this.",
					ex.fields());
		}
	}

	private URI location(Client client) {
		return URI.create(this.server.url(AdminApiSecurity.PATH + "/clients/" + client.metadata().clientId()));
	}

	private static Map<String, Object> describe(Client client) {
		Map<String, Object> fields = client.metadata().fields();
		fields.put("enabled", client.enabled());
		fields.put("client_id_issued_at", client.createdAt().getEpochSecond());
		fields.put("managed_by", client.managedBy().name().toLowerCase(Locale.ROOT));
		return fields;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no client with this id.");
	}

	private static void require(boolean condition, String parameter, String message) {
		if (!condition) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "A parameter is not permitted like this.",
					List.of(new InvalidField(parameter, message)));
		}
	}

}

package dev.vestibule.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.vestibule.client.Client;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.Clients;
import dev.vestibule.client.Clients.NewSecret;
import dev.vestibule.client.InvalidField;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives a client a new secret. The former one works on for a while, so that the client
 * can be changed over without an interruption; at once no more, if it has leaked.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/clients/{clientId}/secret")
class ClientSecretsController {

	private static final String OVERLAP = "previous_secret_expires_in";

	private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);

	private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

	private final Clients clients;

	ClientSecretsController(Clients clients) {
		this.clients = clients;
	}

	/**
	 * The new secret is in this answer and nowhere else.
	 */
	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Map<String, Object> replace(@PathVariable String clientId, InputStream body, Authentication who)
			throws IOException {
		Duration overlap = overlap(body.readAllBytes());
		Client client = this.clients.find(clientId).orElseThrow(ClientSecretsController::unknown);
		require(client.managedBy() == ManagedBy.API,
				"This client is managed by configuration (vestibule.clients), and so is its secret.");
		require(client.metadata().hasSecret(), "This client does not authenticate with a secret.");
		NewSecret created = this.clients.replaceSecret(clientId, overlap, who.getName())
			.orElseThrow(ClientSecretsController::unknown);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("client_id", clientId);
		answer.put("client_secret", created.secret());
		answer.put("client_secret_expires_at", 0);
		answer.put("previous_secret_expires_at", created.previousExpiresAt().getEpochSecond());
		return answer;
	}

	private static Duration overlap(byte[] body) throws IOException {
		Map<String, @Nullable Object> fields = (body.length > 0) ? JsonBody.read(new ByteArrayInputStream(body))
				: Map.of();
		fields.keySet().stream().filter((name) -> !name.equals(OVERLAP)).findFirst().ifPresent((name) -> {
			throw invalid(name, "is not known; known is " + OVERLAP);
		});
		Object value = fields.get(OVERLAP);
		if (value == null) {
			return DEFAULT_OVERLAP;
		}
		if (value instanceof Integer seconds && seconds >= 0 && seconds <= LONGEST_OVERLAP.toSeconds()) {
			return Duration.ofSeconds(seconds);
		}
		throw invalid(OVERLAP, "must be a number of seconds from 0 to " + LONGEST_OVERLAP.toSeconds());
	}

	private static ProblemException invalid(String field, String message) {
		return new ProblemException(HttpStatus.BAD_REQUEST, "The secret cannot be replaced like this.",
				List.of(new InvalidField(field, message)));
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no client with this id.");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new ProblemException(HttpStatus.CONFLICT, message);
		}
	}

}

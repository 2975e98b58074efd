package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.InvalidField;
import dev.vestibule.federation.ProviderRegistration.Stored;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.federation.Providers;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The providers that people sign in with. A secret goes in and never comes out.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/providers")
class ProvidersController {

	/** What an answer has besides, so that it can be sent back as it came. */
	private static final Set<String> READ_ONLY = Set.of("redirect_uri", "managed_by", "created_at");

	private final ProviderRegistrations registrations;

	private final Providers providers;

	private final ServerProperties server;

	ProvidersController(ProviderRegistrations registrations, Providers providers, ServerProperties server) {
		this.registrations = registrations;
		this.providers = providers;
		this.server = server;
	}

	@GetMapping
	Map<String, Object> list() {
		return Map.of("providers", this.registrations.list().stream().map(this::describe).toList());
	}

	@GetMapping("/{id}")
	Map<String, @Nullable Object> show(@PathVariable String id) {
		return describe(find(id));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, @Nullable Object>> register(InputStream body, Authentication who) throws IOException {
		Stored created = this.registrations.register(JsonBody.read(body), who.getName())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a provider with this id.",
					List.of(new InvalidField("id", "is taken"))));
		URI location = URI.create(this.server.url(AdminApiSecurity.PATH + "/providers/" + created.registration().id()));
		return ResponseEntity.created(location).body(describe(created));
	}

	/**
	 * Makes a provider what the body says; the secret stays unless it is given.
	 */
	@PutMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
	Map<String, @Nullable Object> replace(@PathVariable String id, InputStream body, Authentication who)
			throws IOException {
		find(id);
		return describe(replace(id, JsonBody.read(body), who));
	}

	/**
	 * Changes what the body names, and takes away what it calls null (RFC 7396). A
	 * provider of the settings can be switched on and off.
	 */
	@PatchMapping(path = "/{id}", consumes = { MediaType.APPLICATION_JSON_VALUE, "application/merge-patch+json" })
	Map<String, @Nullable Object> change(@PathVariable String id, InputStream body, Authentication who)
			throws IOException {
		Stored before = find(id);
		Map<String, @Nullable Object> changes = JsonBody.read(body);
		if (changes.keySet().equals(Set.of("enabled")) && changes.get("enabled") instanceof Boolean enabled) {
			return describe(this.registrations.enable(id, enabled, who.getName()).orElseThrow(() -> unknown()));
		}
		Map<String, @Nullable Object> fields = new HashMap<>(before.registration().fields());
		fields.putAll(changes);
		return describe(replace(id, fields, who));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id, Authentication who) {
		find(id);
		switch (this.registrations.delete(id, who.getName())) {
			case DELETED -> {
			}
			case UNKNOWN -> throw unknown();
			case CONFIGURED -> throw configured();
		}
	}

	private Stored replace(String id, Map<String, @Nullable Object> fields, Authentication who) {
		if (!id.equals(fields.getOrDefault("id", id))) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "A provider keeps its id.",
					List.of(new InvalidField("id", "must be that of the address")));
		}
		Map<String, @Nullable Object> own = new HashMap<>(fields);
		own.keySet().removeAll(READ_ONLY);
		return this.registrations.replace(id, own, who.getName()).orElseThrow(ProvidersController::configured);
	}

	private Stored find(String id) {
		return this.registrations.find(id).orElseThrow(() -> unknown());
	}

	private Map<String, @Nullable Object> describe(Stored stored) {
		Map<String, @Nullable Object> fields = stored.registration().fields();
		fields.put("redirect_uri", this.providers.redirectUri(stored.registration().id()));
		fields.put("managed_by", stored.managedBy().label());
		fields.put("created_at", stored.createdAt().getEpochSecond());
		return fields;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no provider with this id.");
	}

	private static ProblemException configured() {
		return new ProblemException(HttpStatus.CONFLICT,
				"This provider is managed by configuration (vestibule.providers), which would change it back at the next start. It can be switched off and on.");
	}

}

package dev.vestibule.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.signing.KeyDescription;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows the signing keys, changes them at once, and takes one away that others may know.
 * Times are in seconds since 1970; each answer lists the keys as they are then.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/keys")
class KeysController {

	private final KeyAdministration keys;

	KeysController(KeyAdministration keys) {
		this.keys = keys;
	}

	@GetMapping
	Map<String, Object> list() {
		return Map.of("keys", this.keys.list().stream().map(KeysController::describe).toList());
	}

	@PostMapping("/rotate")
	Map<String, Object> rotate(JwtAuthenticationToken who) {
		this.keys.rotate(Asking.of(who));
		return list();
	}

	@PostMapping("/{kid}/compromise")
	Map<String, Object> compromise(@PathVariable String kid, JwtAuthenticationToken who) {
		this.keys.compromised(kid, Asking.of(who));
		return list();
	}

	private static Map<String, Object> describe(KeyDescription key) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("kid", key.kid());
		fields.put("alg", key.algorithm().getName());
		fields.put("state", key.state().label());
		fields.put("created_at", key.createdAt().getEpochSecond());
		put(fields, "activated_at", key.activatedAt());
		put(fields, "retired_at", key.retiredAt());
		put(fields, "expires_at", key.expiresAt());
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable Instant time) {
		if (time != null) {
			fields.put(name, time.getEpochSecond());
		}
	}

}

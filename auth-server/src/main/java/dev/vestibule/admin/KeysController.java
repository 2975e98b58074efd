package dev.vestibule.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.signing.KeyDescription;
import dev.vestibule.signing.Rotation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
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

	private final Rotation rotation;

	KeysController(Rotation rotation) {
		this.rotation = rotation;
	}

	@GetMapping
	Map<String, Object> list() {
		return Map.of("keys", this.rotation.keys().stream().map(KeysController::describe).toList());
	}

	@PostMapping("/rotate")
	Map<String, Object> rotate(Authentication who) {
		if (this.rotation.rotateNow(who.getName()).isEmpty()) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"The next keys have only just been published, and not every node may have them yet: try again in five seconds.");
		}
		return list();
	}

	@PostMapping("/{kid}/compromise")
	Map<String, Object> compromise(@PathVariable String kid, Authentication who) {
		// PostgreSQL takes no NUL, and no key has one in its id.
		if (kid.indexOf('\0') >= 0 || !this.rotation.compromised(kid, who.getName())) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "There is no key with this id.");
		}
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

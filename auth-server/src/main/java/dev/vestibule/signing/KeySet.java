package dev.vestibule.signing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import dev.vestibule.web.PublicDocument;

/**
 * All published keys at one moment, and the document that publishes them (RFC 7517,
 * section 5), made once.
 */
final class KeySet {

	private final Map<String, SigningKey> byId;

	private final Map<JWSAlgorithm, SigningKey> active;

	private final JWKSet publicKeys;

	private final PublicDocument.Content document;

	KeySet(List<SigningKey> keys) {
		this.byId = keys.stream().collect(Collectors.toUnmodifiableMap(SigningKey::kid, Function.identity()));
		this.active = keys.stream()
			.filter((key) -> key.state() == KeyState.ACTIVE)
			.collect(Collectors.toUnmodifiableMap((key) -> JWSAlgorithm.parse(key.jwk().getAlgorithm().getName()),
					Function.identity()));
		this.publicKeys = new JWKSet(keys.stream().map(SigningKey::jwk).toList());
		this.document = new PublicDocument.Content(this.publicKeys.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The key that signs with an algorithm.
	 */
	Optional<SigningKey> active(JWSAlgorithm algorithm) {
		return Optional.ofNullable(this.active.get(algorithm));
	}

	/**
	 * The key of that id, if it is published.
	 */
	Optional<SigningKey> find(String kid) {
		return Optional.ofNullable(this.byId.get(kid));
	}

	/**
	 * The public halves.
	 */
	JWKSet publicKeys() {
		return this.publicKeys;
	}

	PublicDocument.Content document() {
		return this.document;
	}

}

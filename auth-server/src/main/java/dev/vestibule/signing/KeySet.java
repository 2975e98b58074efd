package dev.vestibule.signing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import dev.vestibule.keyring.Sha256;

/**
 * All published keys at one moment, and the document that publishes them (RFC 7517,
 * section 5), made once.
 */
final class KeySet {

	private final Map<String, SigningKey> byId;

	private final Map<JWSAlgorithm, SigningKey> active;

	private final JWKSet publicKeys;

	private final byte[] json;

	private final String etag;

	KeySet(List<SigningKey> keys) {
		this.byId = keys.stream().collect(Collectors.toUnmodifiableMap(SigningKey::kid, Function.identity()));
		this.active = keys.stream()
			.filter((key) -> key.state() == KeyState.ACTIVE)
			.collect(Collectors.toUnmodifiableMap((key) -> JWSAlgorithm.parse(key.jwk().getAlgorithm().getName()),
					Function.identity()));
		this.publicKeys = new JWKSet(keys.stream().map(SigningKey::jwk).toList());
		String text = this.publicKeys.toString();
		this.json = text.getBytes(StandardCharsets.UTF_8);
		this.etag = '"' + HexFormat.of().formatHex(Sha256.of(text), 0, 16) + '"';
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

	byte[] json() {
		return this.json;
	}

	String etag() {
		return this.etag;
	}

}

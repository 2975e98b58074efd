package dev.vestibule.client;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * The public keys that a client is registered with (RFC 7517, section 5), by which it
 * authenticates (RFC 7523).
 */
final class ClientKeys {

	/** What a client may sign its assertions with. */
	static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256, JWSAlgorithm.PS256,
			JWSAlgorithm.EdDSA);

	private static final int MAX_KEYS = 10;

	private static final int MIN_RSA_BITS = 2048;

	private static final int MAX_RSA_BITS = 4096;

	private ClientKeys() {
	}

	static JWKSet parse(String stored) {
		try {
			return JWKSet.parse(stored);
		}
		catch (ParseException ex) {
			throw new IllegalStateException("a client's stored keys cannot be read", ex);
		}
	}

	/**
	 * Reads what was given.
	 * @param value JSON, or the object that it stands for
	 * @throws IllegalArgumentException with the rest of a sentence that begins with the
	 * field
	 */
	@SuppressWarnings("unchecked")
	static String read(Object value) {
		try {
			JWKSet keys = (value instanceof Map<?, ?> object) ? JWKSet.parse((Map<String, Object>) object)
					: JWKSet.parse(String.valueOf(value));
			if (keys.isEmpty() || keys.size() > MAX_KEYS) {
				throw new IllegalArgumentException("must hold 1 to " + MAX_KEYS + " keys");
			}
			keys.getKeys().forEach(ClientKeys::check);
			return keys.toString();
		}
		catch (ParseException ex) {
			throw new IllegalArgumentException("is not a JWK set");
		}
	}

	/**
	 * Reads what a client publishes, where it may keep keys of other kinds beside; a
	 * private one is not private any more, and counts as little.
	 * @throws IllegalArgumentException if that has no key to verify a signature with
	 */
	static JWKSet readPublished(String json) {
		try {
			List<JWK> usable = JWKSet.parse(json)
				.getKeys()
				.stream()
				.filter((key) -> !key.isPrivate() && isOfKnownType(key) && isForSigning(key))
				.toList();
			if (!usable.isEmpty()) {
				return new JWKSet(usable);
			}
		}
		catch (ParseException ex) {
			// said below, without repeating what was sent
		}
		throw new IllegalArgumentException("the answer is no JWK set with a public key for signing");
	}

	private static void check(JWK key) {
		if (key.isPrivate()) {
			throw new IllegalArgumentException("holds a private key, which is to stay with the client: replace it");
		}
		if (!isOfKnownType(key)) {
			throw new IllegalArgumentException("has a key that is neither of P-256, nor Ed25519, nor RSA with "
					+ MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
		}
		if (!isForSigning(key)) {
			throw new IllegalArgumentException("has a key that is for something else than signing with one of "
					+ ALGORITHMS.stream().map(JWSAlgorithm::getName).sorted().toList());
		}
	}

	private static boolean isOfKnownType(JWK key) {
		return key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve())
				|| key instanceof OctetKeyPair ed && Curve.Ed25519.equals(ed.getCurve())
						&& ed.getDecodedX().length == 32
				|| key instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS && rsa.size() <= MAX_RSA_BITS;
	}

	private static boolean isForSigning(JWK key) {
		return (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
				&& (key.getAlgorithm() == null || ALGORITHMS.contains(key.getAlgorithm()));
	}

}

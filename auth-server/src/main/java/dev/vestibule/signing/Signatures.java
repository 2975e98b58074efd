package dev.vestibule.signing;

import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.keyring.Sha256;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.stereotype.Component;

/**
 * Verifies signatures by the keys that are published now. The header's own keys
 * ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are not looked at, and nothing is
 * fetched. A token that was verified lately is not verified again as long as its key is
 * published.
 */
@Component
class Signatures {

	/** Of each of two generations: some 10 MB, if they are full. */
	private static final int CAPACITY = 1000;

	private final PublishedKeys keys;

	private final MappedJwtClaimSetConverter claims = MappedJwtClaimSetConverter.withDefaults(Map.of());

	private volatile Map<String, Verified> younger = new ConcurrentHashMap<>();

	private volatile Map<String, Verified> older = Map.of();

	Signatures(PublishedKeys keys) {
		this.keys = keys;
	}

	/**
	 * The JWT, whose signature is good; its claims are not looked at.
	 * @throws BadJwtException if it is none of this server
	 */
	Jwt verify(String token) {
		KeySet keys = this.keys.current();
		String hash = hash(token);
		Verified known = find(hash);
		if (known != null && keys.find(known.kid()).isPresent()) {
			return known.jwt();
		}
		Verified verified = verify(token, keys);
		remember(hash, verified);
		return verified.jwt();
	}

	private Verified verify(String token, KeySet keys) {
		try {
			SignedJWT signed = SignedJWT.parse(token);
			SigningKey key = key(signed.getHeader(), keys);
			if (!signed.verify(key.verifier())) {
				throw new BadJwtException("The signature is not right");
			}
			Map<String, Object> claims = this.claims.convert(signed.getJWTClaimsSet().getClaims());
			return new Verified(key.kid(),
					Jwt.withTokenValue(token)
						.headers((all) -> all.putAll(signed.getHeader().toJSONObject()))
						.claims((all) -> all.putAll(claims))
						.build());
		}
		catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException ex) {
			throw new BadJwtException("This is no token of this server", ex);
		}
	}

	// A key is for one algorithm, whatever the header says; no extension is understood.
	private static SigningKey key(JWSHeader header, KeySet keys) {
		if (header.getKeyID() == null || header.getCriticalParams() != null) {
			throw new BadJwtException("The header names no key, or an extension");
		}
		JWSAlgorithm algorithm = header.getAlgorithm();
		return keys.find(header.getKeyID())
			.filter((key) -> key.isFor(algorithm))
			.orElseThrow(() -> new BadJwtException("There is no such key"));
	}

	private @Nullable Verified find(String hash) {
		Verified verified = this.younger.get(hash);
		return (verified != null) ? verified : this.older.get(hash);
	}

	private void remember(String hash, Verified verified) {
		this.younger.put(hash, verified);
		if (this.younger.size() >= CAPACITY) {
			turn();
		}
	}

	private synchronized void turn() {
		if (this.younger.size() >= CAPACITY) {
			this.older = this.younger;
			this.younger = new ConcurrentHashMap<>();
		}
	}

	private static String hash(String token) {
		return Base64.getEncoder().encodeToString(Sha256.of(token));
	}

	/**
	 * A token whose signature was good.
	 */
	private record Verified(String kid, Jwt jwt) {

	}

}

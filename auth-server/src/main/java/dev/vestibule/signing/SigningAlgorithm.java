package dev.vestibule.signing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.JWSAlgorithm;

import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;

/**
 * What tokens are signed with (RFC 7518, section 3.1; RFC 8037, section 3.1). Each has
 * keys of its own, RS256 and PS256 too, since a key is for one algorithm.
 */
public enum SigningAlgorithm implements JwsAlgorithm {

	ES256(JWSAlgorithm.ES256), RS256(JWSAlgorithm.RS256), PS256(JWSAlgorithm.PS256), EDDSA(JWSAlgorithm.EdDSA);

	private static final Map<String, SigningAlgorithm> BY_NAME = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(SigningAlgorithm::getName, Function.identity()));

	private final JWSAlgorithm jws;

	SigningAlgorithm(JWSAlgorithm jws) {
		this.jws = jws;
	}

	@Override
	public String getName() {
		return this.jws.getName();
	}

	JWSAlgorithm jws() {
		return this.jws;
	}

	/**
	 * The algorithm of that registered name.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	public static SigningAlgorithm of(String name) {
		SigningAlgorithm algorithm = BY_NAME.get(name);
		if (algorithm == null) {
			throw new IllegalArgumentException("nothing is signed with " + name);
		}
		return algorithm;
	}

	/**
	 * The registered names of all.
	 */
	public static List<String> names() {
		return Arrays.stream(values()).map(SigningAlgorithm::getName).toList();
	}

}

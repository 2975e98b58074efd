package dev.vestibule.quickstart.provider;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The codes and access tokens that a simulated provider gave out. A code is good once; so
 * long as the provider runs, it is remembered that it was spent.
 */
final class Grants {

	private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Clock clock;

	private final Map<String, Issued> codes = new ConcurrentHashMap<>();

	private final Map<String, Grant> tokens = new ConcurrentHashMap<>();

	private final Set<String> spent = ConcurrentHashMap.newKeySet();

	Grants(Clock clock) {
		this.clock = clock;
	}

	String code(String prefix, Grant grant) {
		String code = prefix + random();
		this.codes.put(code, new Issued(grant, this.clock.instant()));
		return code;
	}

	/**
	 * What the code stands for. The code is spent by asking.
	 */
	Optional<Grant> redeem(String code) {
		Issued issued = this.codes.remove(code);
		if (issued == null) {
			return Optional.empty();
		}
		this.spent.add(code);
		boolean fresh = this.clock.instant().isBefore(issued.at().plus(CODE_LIFETIME));
		return fresh ? Optional.of(issued.grant()) : Optional.empty();
	}

	boolean isSpent(String code) {
		return this.spent.contains(code);
	}

	String token(String prefix, Grant grant) {
		String token = prefix + random();
		this.tokens.put(token, grant);
		return token;
	}

	Optional<Grant> byToken(String token) {
		return Optional.ofNullable(this.tokens.get(token));
	}

	void revoke(String token) {
		this.tokens.remove(token);
	}

	private static String random() {
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private record Issued(Grant grant, Instant at) {

	}

}

package dev.vestibule.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sees to it that the mail server's slowness about one domain does not hold everybody
 * else's mail: a domain that was slow within the last minute has a few attempts at a time
 * on this node, and no more.
 */
class SlowDomains {

	private static final Duration SLOW = Duration.ofSeconds(2);

	private static final Duration REMEMBERED = Duration.ofMinutes(1);

	private final Map<String, Attempts> domains = new HashMap<>();

	private final int atOnce;

	SlowDomains(int atOnce) {
		this.atOnce = atOnce;
	}

	/**
	 * Begins an attempt, which has to be ended.
	 * @return false if the domain has enough of them
	 */
	synchronized boolean begin(String recipient) {
		Attempts attempts = this.domains.computeIfAbsent(domain(recipient), (domain) -> new Attempts());
		if (attempts.running >= this.atOnce && attempts.slowUntil.isAfter(Instant.now())) {
			return false;
		}
		attempts.running++;
		return true;
	}

	synchronized void end(String recipient, Duration took) {
		Attempts attempts = this.domains.computeIfAbsent(domain(recipient), (domain) -> new Attempts());
		attempts.running--;
		Instant now = Instant.now();
		if (took.compareTo(SLOW) > 0) {
			attempts.slowUntil = now.plus(REMEMBERED);
		}
		this.domains.values().removeIf((other) -> other.running == 0 && !other.slowUntil.isAfter(now));
	}

	private static String domain(String recipient) {
		return recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
	}

	private static final class Attempts {

		private int running;

		private Instant slowUntil = Instant.MIN;

	}

}

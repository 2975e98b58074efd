package dev.vestibule.signing;

import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Moves signing keys on. Behind each active key a next one is always published, so that a
 * change in need is one to a key that everybody has already; the first keys of all sign
 * at once, since nobody has cached anything yet.
 */
@Component
public class Rotation implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(Rotation.class);

	/** Longer than any node takes to notice a new key. */
	private static final Duration NOTICED = Duration.ofSeconds(5);

	private final SigningKeys keys;

	private final PublishedKeys published;

	private final SigningProperties properties;

	Rotation(SigningKeys keys, PublishedKeys published, SigningProperties properties) {
		this.keys = keys;
		this.published = published;
		this.properties = properties;
	}

	/**
	 * Makes the keys that there are none of yet, and reads all.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		add(KeyState.ACTIVE);
		this.keys.reencrypt();
		this.published.current();
		logger.info("Tokens are signed by {}", Cryptography.description());
	}

	/**
	 * Does what is due by the schedule.
	 */
	void run() {
		rotate(this.properties.rotation(), this.properties.publishedAhead(), SigningKeys.SCHEDULE);
		add(KeyState.NEXT);
		this.keys.reencrypt();
	}

	/**
	 * All keys that are published.
	 */
	public List<KeyDescription> keys() {
		return this.keys.list();
	}

	/**
	 * Lets the next keys sign now.
	 * @param by who does it, for the audit log
	 * @return the algorithms that have a new key; not those whose next one is so new that
	 * nodes may not have noticed it
	 */
	public List<SigningAlgorithm> rotateNow(String by) {
		List<SigningAlgorithm> rotated = rotate(Duration.ZERO, NOTICED, by);
		add(KeyState.NEXT);
		return rotated;
	}

	/**
	 * Takes a key away at once: nothing that it has signed is believed any more, and
	 * another one signs.
	 * @param by who does it, for the audit log
	 * @return whether there was such a key
	 */
	public boolean compromised(String kid, String by) {
		return this.keys.algorithm(kid)
			.filter((algorithm) -> this.keys.remove(kid, algorithm, SigningKeyPairs.generate(algorithm), by))
			.isPresent();
	}

	private List<SigningAlgorithm> rotate(Duration active, Duration published, String by) {
		return this.keys.due(active, published)
			.stream()
			.filter((algorithm) -> this.keys.rotate(algorithm, active, published, this.properties.publishedAfter(), by))
			.toList();
	}

	// Made outside of any transaction: an RSA key takes its time.
	private void add(KeyState state) {
		this.keys.without(state)
			.forEach((algorithm) -> this.keys.add(algorithm, SigningKeyPairs.generate(algorithm), state));
	}

}

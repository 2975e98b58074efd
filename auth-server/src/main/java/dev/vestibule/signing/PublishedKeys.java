package dev.vestibule.signing;

import java.util.List;

import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;

import org.springframework.stereotype.Component;

/**
 * The keys as this node knows them: as they were within the last second.
 */
@Component
class PublishedKeys {

	/** What the triggers call the keys. */
	static final String SUBJECT = "signing_key";

	private final SigningKeys keys;

	private final Remembered<KeySet> remembered;

	private volatile KeySet known = new KeySet(List.of());

	PublishedKeys(SigningKeys keys, Versions versions) {
		this.keys = keys;
		this.remembered = new Remembered<>(versions, SUBJECT, this::read);
	}

	/**
	 * The keys as they are: what signs and what is believed is decided by these.
	 */
	KeySet current() {
		return this.remembered.get();
	}

	/**
	 * The keys as they were known last, which are published even while the database is
	 * gone.
	 */
	KeySet last() {
		return this.remembered.getOrLast();
	}

	private KeySet read() {
		KeySet read = this.keys.read(this.known);
		this.known = read;
		return read;
	}

}

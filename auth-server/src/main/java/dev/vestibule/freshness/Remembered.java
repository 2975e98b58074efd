package dev.vestibule.freshness;

import java.util.Optional;
import java.util.function.Supplier;

import dev.vestibule.freshness.Versions.Version;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * A value that is loaded once for each version of its subject. A node that could not
 * confirm the version for three seconds loads it anew each time, and so fails with the
 * database.
 */
public final class Remembered<V> {

	private final Versions versions;

	private final String subject;

	private final Supplier<V> load;

	private volatile @Nullable Held<V> held;

	/**
	 * Creates what remembers nothing yet.
	 * @param subject what the triggers of the tables that are read name
	 * @param load reads the value, which is not null and not changed afterwards
	 */
	public Remembered(Versions versions, String subject, Supplier<V> load) {
		this.versions = versions;
		this.subject = subject;
		this.load = load;
	}

	public V get() {
		Optional<Version> version = this.versions.of(this.subject);
		if (version.isEmpty()) {
			return this.load.get();
		}
		Held<V> held = this.held;
		if (held == null || !held.version().equals(version.get())) {
			// The version is the one from before the load: what changes meanwhile has
			// another, and this is loaded again.
			held = new Held<>(version.get(), this.load.get());
			this.held = held;
		}
		return held.value();
	}

	/**
	 * The same, but the last value that was seen while the database cannot say whether it
	 * has changed: for what has to be answered without it.
	 */
	public V getOrLast() {
		Held<V> last = this.held;
		if (last == null) {
			return get();
		}
		if (this.versions.of(this.subject).isEmpty()) {
			return last.value();
		}
		try {
			return get();
		}
		catch (DataAccessException ex) {
			return last.value();
		}
	}

	private record Held<V>(Version version, V value) {

	}

}

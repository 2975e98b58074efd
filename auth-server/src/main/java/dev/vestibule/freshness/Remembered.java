package dev.vestibule.freshness;

import java.util.Optional;
import java.util.function.Supplier;

import dev.vestibule.freshness.Versions.Version;
import org.jspecify.annotations.Nullable;

/**
 * A value that is loaded once for each version of its subject: by the first who asks, and
 * from then on before the version is known to anybody. A node that could not confirm the
 * version for three seconds loads it anew each time, and so fails with the database.
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
		versions.add(this);
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
	 * The same, but the last value that was seen, and no waiting for a newer one: for
	 * what has to be answered even while the database is gone.
	 */
	public V getOrLast() {
		Held<V> last = this.held;
		return (last != null) ? last.value() : get();
	}

	String subject() {
		return this.subject;
	}

	/**
	 * Loads the value of a version, if anybody has asked for one yet.
	 * @return puts it in force
	 */
	Runnable renew(Version version) {
		Held<V> held = this.held;
		if (held == null || held.version().equals(version)) {
			return () -> {
			};
		}
		Held<V> renewed = new Held<>(version, this.load.get());
		return () -> this.held = renewed;
	}

	private record Held<V>(Version version, V value) {

	}

}

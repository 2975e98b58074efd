package dev.vestibule.freshness;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of a subject that are asked for one by one: those asked for last, as many as
 * there is room for. That there is none of an id is not remembered, so that made-up ids
 * take no room.
 */
public final class RememberedById<V> {

	private final Remembered<Map<String, V>> values;

	private final Function<String, Optional<V>> load;

	/**
	 * Creates what remembers nothing yet.
	 * @param subject what the triggers of the tables that are read name
	 */
	public RememberedById(Versions versions, String subject, int capacity, Function<String, Optional<V>> load) {
		this.values = new Remembered<>(versions, subject, () -> Collections.synchronizedMap(new Latest<>(capacity)));
		this.load = load;
	}

	public Optional<V> find(String id) {
		// One map for each version: what a slow load puts into a former one is gone.
		Map<String, V> values = this.values.get();
		V value = values.get(id);
		if (value != null) {
			return Optional.of(value);
		}
		Optional<V> loaded = this.load.apply(id);
		loaded.ifPresent((found) -> values.put(id, found));
		return loaded;
	}

}

package dev.vestibule.freshness;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The entries that were used last, as many as there is room for. It is to be
 * synchronized, since looking counts as using.
 */
public final class Latest<K, V> extends LinkedHashMap<K, V> {

	@Serial
	private static final long serialVersionUID = 1L;

	private final int capacity;

	public Latest(int capacity) {
		super(16, 0.75F, true);
		this.capacity = capacity;
	}

	@Override
	protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
		return size() > this.capacity;
	}

}

package dev.vestibule.limit;

import java.util.List;

/**
 * How often something may be done by each of those that it is counted for.
 *
 * @param name what is done; up to the first dot it also names the message that tells so
 * @param rates all of them hold
 */
public record Limit(String name, List<Rate> rates) {

	public Limit(String name, Rate... rates) {
		this(name, List.of(rates));
	}

	/**
	 * The count of somebody.
	 * @param key tells them from everybody else; no part of it may contain a blank
	 */
	public Count of(String... key) {
		return new Count(this, String.join(" ", key));
	}

	String message() {
		return "limit." + this.name.replaceAll("\\..*", "");
	}

}

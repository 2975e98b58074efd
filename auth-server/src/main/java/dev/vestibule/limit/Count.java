package dev.vestibule.limit;

import java.util.stream.Collectors;

/**
 * What somebody used up of a limit: a row. Its id says how much there was to use, for the
 * row keeps to what it began with; another setting begins another.
 */
public record Count(Limit limit, String key) {

	String id() {
		String rates = this.limit.rates().stream().map(Rate::toString).collect(Collectors.joining(" "));
		return this.limit.name() + " " + rates + " " + this.key;
	}

}

package dev.vestibule.limit;

import java.time.Duration;

/**
 * So many times within a window, which begins with the first of them.
 */
public record Rate(int times, Duration window) {

	public Rate {
		if (times < 1 || window.isZero() || window.isNegative()) {
			throw new IllegalArgumentException("a limit of " + times + " within " + window);
		}
	}

	@Override
	public String toString() {
		return this.times + "/" + this.window;
	}

}

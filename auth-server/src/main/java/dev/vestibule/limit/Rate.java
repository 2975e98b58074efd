package dev.vestibule.limit;

import java.time.Duration;

import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderBuildStage;
import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderCapacityStage;

/**
 * So many times within a window, which begins with the first of them.
 */
public record Rate(int times, Duration window) {

	public Rate {
		if (times < 1 || window.isZero() || window.isNegative()) {
			throw new IllegalArgumentException("a limit of " + times + " within " + window);
		}
	}

	// What may be done once comes back bit by bit, so that two are always a whole window
	// apart. What may be done more often comes back at once, so that nobody gets more
	// than that within the window.
	BandwidthBuilderBuildStage bandwidth(BandwidthBuilderCapacityStage bandwidth) {
		return (this.times == 1) ? bandwidth.capacity(1).refillGreedy(1, this.window)
				: bandwidth.capacity(this.times).refillIntervally(this.times, this.window);
	}

	@Override
	public String toString() {
		return this.times + "/" + this.window;
	}

}

package dev.vestibule.quickstart.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * How long answers took, in milliseconds.
 */
record Figures(List<Long> sorted) {

	/**
	 * Waits for the answers.
	 */
	static Figures of(List<Future<Duration>> answers) throws ExecutionException, InterruptedException {
		List<Long> millis = new ArrayList<>();
		for (Future<Duration> answer : answers) {
			millis.add(answer.get().toMillis());
		}
		return new Figures(millis.stream().sorted().toList());
	}

	long quantile(double quantile) {
		return this.sorted.get((int) Math.ceil(quantile * this.sorted.size()) - 1);
	}

	@Override
	public String toString() {
		return "%d answers, p50 %d ms, p99 %d ms, longest %d ms".formatted(this.sorted.size(), quantile(0.5),
				quantile(0.99), quantile(1));
	}

}

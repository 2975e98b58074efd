package dev.vestibule.benchmark;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessTimesTests {

	@Test
	void parseWhenTheNameHasBracketsThenTimesAreFound() {
		ProcessTimes times = ProcessTimes
			.parse("4711 (postgres: a (b) c) S 42 4711 4711 0 -1 4194560 1 2 3 4 150 50 7 3 20 0 1 0 100 200 300");
		assertThat(times).isEqualTo(new ProcessTimes(42, 2000, 100));
	}

}

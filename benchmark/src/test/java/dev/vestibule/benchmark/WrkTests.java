package dev.vestibule.benchmark;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WrkTests {

	private static final String OUTPUT = """
			Running 2s test @ http://127.0.0.1:9000/oauth2/token
			  1 threads and 8 connections
			  Non-2xx or 3xx responses: 20
			Requests/sec:    500.00
			benchmark: 1000 2000000 20 1 2 3 4 1500 42000
			""";

	@Test
	void parseWhenSomeWereRefusedAndSomeLostThenOnlyTheOthersAreGood() {
		Load load = Wrk.parse(OUTPUT);
		assertThat(load.good()).isEqualTo(980);
		assertThat(load.bad()).isEqualTo(30);
		assertThat(load.perSecond()).isEqualTo(490);
		assertThat(load.median()).isEqualTo(1.5);
		assertThat(load.p99()).isEqualTo(42);
	}

	@Test
	void parseWhenWrkFailedThenSaysWhatItSaid() {
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> Wrk.parse("unable to connect"))
			.withMessageContaining("unable to connect");
	}

}

package dev.vestibule.benchmark;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginsTests {

	@Test
	void loadWhenManyThenQuantilesAreSomebodysOwn() {
		assertThat(Logins.load(List.of(9.0, 1.0, 5.0), 2, 3)).isEqualTo(new Load(3, 2, 3, 5, 9));
	}

	@Test
	void loadWhenNobodyThenZero() {
		assertThat(Logins.load(List.of(), 2, 3)).isEqualTo(new Load(0, 2, 3, 0, 0));
	}

}

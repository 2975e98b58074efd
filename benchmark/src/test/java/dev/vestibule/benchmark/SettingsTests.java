package dev.vestibule.benchmark;

import java.nio.file.Path;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SettingsTests {

	@Test
	void ofWhenNothingIsSetThenTheWholeRunForTheDocument() {
		Settings settings = Settings.of(new Properties());
		assertThat(settings.only()).containsExactly(Flow.values());
		assertThat(settings.connections()).containsExactly(1, 8, 32);
		assertThat(settings.usual()).isEqualTo(8);
		assertThat(settings.output()).isEqualTo(Path.of("docs/performance.md"));
	}

	@Test
	void ofWhenOnlySomeFlowsThenTheDocumentIsLeftAlone() {
		Properties properties = new Properties();
		properties.setProperty("benchmark.only", "refresh, es256");
		properties.setProperty("benchmark.connections", "4");
		Settings settings = Settings.of(properties);
		assertThat(settings.only()).containsExactly(Flow.ES256, Flow.REFRESH);
		assertThat(settings.usual()).isEqualTo(4);
		assertThat(settings.output()).isEqualTo(Path.of("benchmark/target/performance.md"));
	}

	@Test
	void ofWhenOnlySomeServersThenTheDocumentIsLeftAlone() {
		Properties properties = new Properties();
		properties.setProperty("benchmark.servers", "vestibule,floor");
		Settings settings = Settings.of(properties);
		assertThat(settings.servers()).containsExactly(Contender.VESTIBULE, Contender.FLOOR);
		assertThat(settings.output()).isEqualTo(Path.of("benchmark/target/performance.md"));
	}

	@Test
	void ofWhenOnlyTheConsoleThenNoFlowAndAMillionAccounts() {
		Properties properties = new Properties();
		properties.setProperty("benchmark.only", "console");
		Settings settings = Settings.of(properties);
		assertThat(settings.only()).isEmpty();
		assertThat(settings.servers()).containsExactly(Contender.VESTIBULE);
		assertThat(settings.accounts()).isEqualTo(1_000_000);
		assertThat(settings.output()).isEqualTo(Path.of("docs/performance-console.md"));
	}

	@Test
	void secondsWhenAnswersAreFewThenLonger() {
		Settings settings = Settings.of(new Properties());
		assertThat(settings.seconds(Flow.BCRYPT)).isEqualTo(4 * settings.seconds(Flow.JWKS));
		assertThat(settings.connections(Flow.BCRYPT)).containsExactly(8);
	}

	@Test
	void counterpartWhenAServerLacksAFlowThenTheNearest() {
		assertThat(Contender.PLAIN.counterpart(Flow.ES256)).isEqualTo(Flow.RS256);
		assertThat(Contender.VESTIBULE.counterpart(Flow.BCRYPT)).isEqualTo(Flow.RS256);
		assertThat(Contender.FLOOR.counterpart(Flow.USERINFO)).isEqualTo(Flow.USERINFO);
	}

}

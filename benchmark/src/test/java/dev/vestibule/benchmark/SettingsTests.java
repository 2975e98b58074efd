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

}

package dev.vestibule.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files for containers, as far as a machine without an engine can tell.
 */
class ContainersTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|KEYRING_KEYS)$|VESTIBULE_SECRET_.*");

	@Test
	void composeWhenReadThenEveryServiceIsCheckedAndOnLoopback() {
		assertThat(services().keySet()).containsExactlyInAnyOrder("postgres", "mailpit", "auth-server", "demo-client");
		services().forEach((name, service) -> {
			assertThat(service.get("healthcheck")).as(name).isNotNull();
			List<?> ports = (List<?>) service.getOrDefault("ports", List.of());
			assertThat(ports).as(name).allSatisfy((port) -> assertThat(port.toString()).startsWith("127.0.0.1:"));
		});
	}

	@Test
	void composeWhenReadThenSecretsHaveNoDefault() {
		services().forEach((name, service) -> ((Map<?, ?>) service.get("environment")).forEach((variable, value) -> {
			if (value != null && SECRET.matcher(variable.toString()).matches()) {
				assertThat(value.toString()).as("%s of %s", variable, name).matches("\\$\\{\\w+:\\?.+}");
			}
		}));
	}

	@Test
	void composeWhenReadThenItWaitsForWhatItNeeds() {
		services().forEach((name, service) -> {
			Map<?, ?> needed = (Map<?, ?>) service.getOrDefault("depends_on", Map.of());
			needed.forEach((other, how) -> {
				assertThat(services().keySet()).contains(other.toString());
				assertThat(((Map<?, ?>) how).get("condition")).isEqualTo("service_healthy");
			});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "auth-server", "demo-client" })
	void dockerfileWhenReadThenLayeredAndNotRoot(String module) throws IOException {
		Map<?, ?> build = (Map<?, ?>) services().get(module).get("build");
		List<String> lines = Files.readAllLines(ROOT.resolve(build.get("dockerfile").toString()));
		assertThat(lines).contains("FROM eclipse-temurin:25-jdk AS build", "FROM eclipse-temurin:25-jre",
				"USER 10001:10001");
		assertThat(lines).filteredOn((line) -> line.startsWith("COPY --from=build /build/layers/")).hasSize(4);
	}

	private static Map<String, Map<String, Object>> services() {
		try {
			Map<String, Map<String, Map<String, Object>>> compose = new Yaml()
				.load(Files.readString(ROOT.resolve("docker-compose.yml")));
			return compose.get("services");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

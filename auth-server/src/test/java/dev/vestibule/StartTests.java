package dev.vestibule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server as a process that cannot start: one sentence, and exit code 1.
 */
class StartTests {

	private static final List<String> SETTINGS = List.of("--vestibule.issuer=http://localhost:9000",
			"--" + TestServer.KEYRING, "--spring.mail.host=localhost", "--vestibule.mail.from=no-reply@example.com",
			"--server.port=0");

	private Path log;

	@BeforeEach
	void log(@TempDir Path folder) {
		this.log = folder.resolve("log");
	}

	@ParameterizedTest
	@CsvSource({ "vestibule.issuer, vestibule.issuer is not set", "vestibule.keyring, no keyring",
			"vestibule.mail, vestibule.mail.from is not set" })
	void startWhenSettingMissingThenOneSentence(String missing, String words) throws Exception {
		List<String> settings = new ArrayList<>(SETTINGS);
		settings.add("--spring.datasource.url=" + TestDatabase.create());
		settings.removeIf((setting) -> setting.startsWith("--" + missing));
		assertThat(start(settings)).containsIgnoringCase(words);
	}

	@Test
	void startWhenDatabaseAbsentThenOneSentence() throws Exception {
		List<String> settings = new ArrayList<>(SETTINGS);
		settings.add("--spring.datasource.url=jdbc:postgresql://localhost:1/none");
		assertThat(start(settings)).startsWith("The database at jdbc:postgresql://localhost:1/none cannot be reached");
	}

	/**
	 * What the process writes to standard error.
	 */
	private String start(List<String> settings) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						VestibuleApplication.class.getName()));
		command.addAll(settings);
		Process process = new ProcessBuilder(command).redirectOutput(this.log.toFile()).start();
		try {
			String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(error).isEqualTo(1);
			assertThat(error.lines()).as(error).hasSize(1);
			assertThat(this.log).content().doesNotContain("\tat ");
			return error;
		}
		finally {
			process.destroyForcibly();
		}
	}

}

package dev.vestibule.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.vestibule.quickstart.http.TestHttp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command of the README, killed and started again.
 */
class QuickstartIT {

	private final Map<String, String> environment = FreePorts.environment();

	@TempDir
	private Path folder;

	private Process process;

	@AfterEach
	void stop() throws InterruptedException {
		this.process.destroy();
		this.process.waitFor();
	}

	@Test
	void startWhenKilledBeforeThenEverythingIsKeptAndStopsCleanly() throws Exception {
		this.environment.put("VESTIBULE_DATA", this.folder.resolve("data folder").toString());
		this.environment.put("VESTIBULE_ADMIN_PASSWORD", "kept from the first start");
		List<String> first = start();
		assertThat(first).anyMatch((line) -> line.contains("Signing the administrator up"));
		assertRuns();
		this.process.destroyForcibly().waitFor();
		this.environment.remove("VESTIBULE_ADMIN_PASSWORD");
		List<String> second = start();
		assertThat(second).anyMatch((line) -> line.contains("admin@example.com, password kept from the first start"))
			.noneMatch((line) -> line.contains("Signing the administrator up"));
		assertRuns();
		this.process.destroy();
		assertThat(this.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertNothingRuns();
	}

	private List<String> start() throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", Path.of("target", "vestibule-quickstart.jar").toString())
			.redirectErrorStream(true);
		builder.environment().putAll(this.environment);
		this.process = builder.start();
		BufferedReader output = this.process.inputReader();
		List<String> said = output.lines().takeWhile((line) -> !line.startsWith("Ctrl-C stops")).toList();
		assertThat(this.process.isAlive()).as(String.join("\n", said)).isTrue();
		return said;
	}

	private void assertRuns() {
		String health = "http://localhost:%s/actuator/health".formatted(this.environment.get(port("MANAGEMENT")));
		assertThat(TestHttp.get(health).statusCode()).isEqualTo(200);
		String demo = "http://localhost:%s/".formatted(this.environment.get(port("DEMO")));
		assertThat(TestHttp.get(demo).statusCode()).isEqualTo(200);
		String mails = "http://localhost:%s/api/messages?to=admin@example.com"
			.formatted(this.environment.get(port("INBOX")));
		assertThat(TestHttp.json(TestHttp.get(mails)).size()).isEqualTo(1);
	}

	private void assertNothingRuns() throws IOException {
		for (String variable : this.environment.keySet().stream().filter((name) -> name.endsWith("_PORT")).toList()) {
			try (ServerSocket free = new ServerSocket()) {
				free.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(this.environment.get(variable))));
			}
		}
		assertThat(this.folder.resolve("data folder/postgresql/data/postmaster.pid")).doesNotExist();
	}

	private static String port(String name) {
		return "VESTIBULE_" + name + "_PORT";
	}

}

package dev.vestibule.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.VestibuleApplication;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole server while its database is gone, and after.
 */
class DatabaseGoneTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static DatabaseLine line;

	private static ConfigurableApplicationContext server;

	// Whoever has no session is shown a page without the database.
	private static final String COOKIE = "VESTIBULE_SESSION=" + "A".repeat(43);

	@BeforeAll
	static void start() throws IOException {
		line = new DatabaseLine(TestDatabase.create());
		server = new SpringApplicationBuilder(VestibuleApplication.class).run("--" + TestServer.ISSUER,
				"--" + TestServer.KEYRING, "--server.port=0", "--server.address=127.0.0.1",
				"--management.server.port=0", "--management.server.address=127.0.0.1",
				"--spring.datasource.url=" + line.url(), "--spring.mail.host=localhost",
				"--vestibule.mail.from=Vestibule <no-reply@example.com>");
	}

	@AfterAll
	static void stop() throws IOException {
		line.open();
		server.close();
		line.close();
	}

	@BeforeEach
	void begin() throws Exception {
		assertThat(get("server", "/login").statusCode()).isEqualTo(200);
	}

	@AfterEach
	void repair() {
		line.open();
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(get("server", "/login").statusCode()).isEqualTo(200));
	}

	@Test
	void requestWhenDatabaseGoneThenUnavailable() throws Exception {
		line.cut();
		assertUnavailable();
	}

	@Test
	void requestWhenDatabaseSilentThenUnavailable() throws Exception {
		line.silence();
		assertUnavailable();
	}

	private void assertUnavailable() throws Exception {
		long begin = System.nanoTime();
		var response = get("server", "/login");
		// 3 s is the figure; the rest is for a machine with more to do.
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("retry-after")).hasValue("5");
		assertThat(response.headers().firstValue("content-security-policy")).isPresent();
		assertThat(response.body()).contains("Not available at the moment").doesNotContain("Exception", "SQL");
		assertThat(get("server", "/css/vestibule.css").statusCode()).isEqualTo(200);
		assertThat(get("management", "/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get("management", "/actuator/health/readiness").statusCode()).isEqualTo(503);
	}

	private HttpResponse<String> get(String port, String path) throws IOException, InterruptedException {
		String number = Objects.requireNonNull(server.getEnvironment().getProperty("local." + port + ".port"));
		return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + number + path))
			.headers("Accept", "text/html,*/*;q=0.8", "Cookie", COOKIE)
			.build(), BodyHandlers.ofString());
	}

}

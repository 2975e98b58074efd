package dev.vestibule.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Health and figures, on their own port and nowhere else.
 */
class ManagementPortTests {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static ConfigurableApplicationContext server;

	@BeforeAll
	static void start() {
		server = TestServer.start(TestDatabase.create(), "management.server.port=0",
				"management.server.address=127.0.0.1");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness" })
	void healthWhenManagementPortThenUpWithoutDetails(String path) throws Exception {
		var response = get("management", path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"status\":\"UP\"").doesNotContain("details", "PostgreSQL");
	}

	/**
	 * There is no mail server: that is no reason to take the node out of service.
	 */
	@Test
	void healthWhenNoMailCanLeaveThenTheGroupForMailSaysSoAlone() throws Exception {
		await().untilAsserted(() -> {
			var mail = get("management", "/actuator/health/mail");
			assertThat(mail.statusCode()).isEqualTo(503);
			assertThat(mail.body()).contains("\"status\":\"UNREACHABLE\"").doesNotContain("details", "127.0.0.1");
		});
		assertThat(get("management", "/actuator/prometheus").body())
			.contains("vestibule_mail_route_open{route=\"server\"} 0.0");
	}

	@Test
	void figuresWhenManagementPortThenPrometheus() throws Exception {
		assertThat(get("management", "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/beans", "/actuator/loggers",
			"/actuator/shutdown", "/actuator/mappings", "/actuator/configprops", "/actuator/threaddump",
			"/actuator/info", "/actuator/health/..;/env", "/actuator/health/db", "/actuator//env", "/actuator/%65nv",
			"/actuator/health/%2e%2e/env", "/actuator/prometheus/..%2fenv", "/login", "/oauth2/token", "/oauth2/jwks",
			"/.well-known/openid-configuration", "/admin/api/clients", "/css/vestibule.css", "/" })
	void attack41WhenAnythingElseOnManagementPortThenRefused(String path) throws Exception {
		var response = get("management", path);
		assertThat(response.statusCode()).isBetween(400, 404);
		assertThat(response.body()).doesNotContain("propertySources", "contexts", "\"beans\"", "issuer");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/", "/actuator/health", "/actuator/prometheus", "/actuator/env",
			"/actuator/health/liveness", "/actuator/..;/actuator/health", "//actuator/health", "/actuator/%68ealth" })
	void attack41WhenPublicPortThenNothing(String path) throws Exception {
		var response = get("server", path);
		assertThat(response.statusCode()).isBetween(400, 404);
		assertThat(response.body()).doesNotContain("\"UP\"", "jvm_", "_links");
	}

	private static HttpResponse<String> get(String port, String path) throws IOException, InterruptedException {
		URI uri = URI
			.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local." + port + ".port") + path);
		return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

}

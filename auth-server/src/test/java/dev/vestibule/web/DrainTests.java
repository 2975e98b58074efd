package dev.vestibule.web;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A node that was told to stop.
 */
class DrainTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void stopWhenThereIsADrainThenNotReadyAndStillAnsweringUntilItIsOver() throws Exception {
		ConfigurableApplicationContext node = TestServer.start(TestDatabase.create(), "vestibule.drain=8s",
				"management.server.port=0", "management.server.address=127.0.0.1");
		URI readiness = uri(node, "local.management.port", "/actuator/health/readiness");
		URI keys = uri(node, "local.server.port", "/oauth2/jwks");
		assertThat(status(readiness)).isEqualTo(200);

		CompletableFuture<Void> stopped = CompletableFuture.runAsync(node::close);
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> status(readiness) == 503);
		assertThat(status(keys)).isEqualTo(200);
		assertThat(stopped).isNotDone();
		stopped.get(1, TimeUnit.MINUTES);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> status(keys));
	}

	@Test
	void drainWhenOutOfRangeThenRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DrainProperties(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new DrainProperties(Duration.ofMinutes(2)));
	}

	private static URI uri(ConfigurableApplicationContext node, String port, String path) {
		return URI.create("http://127.0.0.1:" + node.getEnvironment().getProperty(port) + path);
	}

	private int status(URI uri) throws IOException, InterruptedException {
		return this.http
			.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.discarding())
			.statusCode();
	}

}

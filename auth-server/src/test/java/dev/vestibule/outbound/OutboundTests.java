package dev.vestibule.outbound;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.ResourceAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(20)
class OutboundTests {

	private final AtomicInteger canary = new AtomicInteger();

	private final CountDownLatch end = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Outbound outbound = new Outbound(new Destinations(new OutboundProperties(List.of("127.0.0.1"))));

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/canary", (exchange) -> {
			this.canary.incrementAndGet();
			answer(exchange, 200, "reached");
		});
		this.server.start();
	}

	@AfterEach
	void stop() throws IOException {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
		this.outbound.destroy();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "127.1", "0.0.0.0",
			"[::]", "LOCALHOST" })
	void attack27WhenHostIsInsideThenRefusedAndNothingArrives(String host) throws IOException {
		Outbound strict = new Outbound(new Destinations(new OutboundProperties(List.of())));
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> get(strict, "http://" + host + ":" + port() + "/canary"));
		assertThat(this.canary).hasValue(0);
		strict.destroy();
	}

	@Test
	void attack27WhenRedirectedInwardThenNotFollowed() {
		this.server.createContext("/redirect", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/canary");
			answer(exchange, 302, "");
		});
		assertThat(get(this.outbound, url("/redirect")).getStatusCode()).isEqualTo(HttpStatus.FOUND);
		assertThat(this.canary).hasValue(0);
	}

	@Test
	void attack27WhenNameRebindsThenConnectedToWhatWasChecked() throws IOException {
		AtomicInteger lookUps = new AtomicInteger();
		Outbound rebinding = new Outbound(new Destinations(new OutboundProperties(List.of("127.0.0.1"))) {
			@Override
			InetAddress[] lookUp(String host) throws UnknownHostException {
				return new InetAddress[] {
						InetAddress.getByName((lookUps.getAndIncrement() == 0) ? "127.0.0.1" : "169.254.169.254") };
			}
		});
		assertThat(get(rebinding, "http://rebinding.example:" + port() + "/canary").getBody()).isEqualTo("reached");
		assertThat(lookUps).hasValue(1);
		rebinding.destroy();
	}

	@Test
	void getWhenServerNeverAnswersThenEndsWithinFiveSeconds() {
		this.server.createContext("/silent", (exchange) -> waitForEnd());
		assertEndsWithin(Duration.ofMillis(5_500), "/silent");
	}

	@Test
	void getWhenServerDripsThenEndsWithinTheBudget() {
		this.server.createContext("/drip", (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				while (this.end.getCount() > 0) {
					body.write('x');
					body.flush();
					this.end.await(50, TimeUnit.MILLISECONDS);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.outbound.startBudget(Duration.ofMillis(700));
		assertEndsWithin(Duration.ofSeconds(2), "/drip");
		assertEndsWithin(Duration.ofMillis(200), "/drip");
		this.outbound.endBudget();
		assertThat(get(this.outbound, url("/canary")).getBody()).isEqualTo("reached");
	}

	@Test
	void getWhenNameIsSlowToResolveThenEndsWithinTheBudget() throws IOException {
		Outbound slow = new Outbound(new Destinations(new OutboundProperties(List.of("127.0.0.1"))) {
			@Override
			InetAddress[] lookUp(String host) {
				waitForEnd();
				return new InetAddress[0];
			}
		});
		slow.startBudget(Duration.ofMillis(300));
		long start = System.nanoTime();
		assertThatExceptionOfType(ResourceAccessException.class)
			.isThrownBy(() -> get(slow, "http://slow.example:" + port() + "/canary"))
			.withCauseInstanceOf(HttpTimeoutException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		slow.destroy();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 50L * 1024 * 1024 })
	void getWhenBodyTooLongThenCut(long length) {
		this.server.createContext("/huge", (exchange) -> {
			exchange.sendResponseHeaders(200, length);
			try (OutputStream body = exchange.getResponseBody()) {
				for (int i = 0; i < 50 * 1024; i++) {
					body.write(new byte[1024]);
				}
			}
		});
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(this.outbound, url("/huge")))
			.withMessageContaining("longer than 1048576 bytes");
	}

	@Test
	void getWhenBodyAsLongAsAllowedThenWhole() {
		String body = "x".repeat(BufferedResponse.MAX_BODY);
		this.server.createContext("/large", (exchange) -> answer(exchange, 200, body));
		assertThat(get(this.outbound, url("/large")).getBody()).isEqualTo(body);
	}

	@Test
	void getWhenHeadersEndlessThenCut() {
		this.server.createContext("/headers", (exchange) -> {
			for (int i = 0; i < 200; i++) {
				exchange.getResponseHeaders().add("X-Header-" + i, "x");
			}
			answer(exchange, 200, "");
		});
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(this.outbound, url("/headers")));
	}

	@Test
	void getWhenAskedThenSendsNothingThatWasNotAskedFor() {
		Headers sent = new Headers();
		this.server.createContext("/echo", (exchange) -> {
			sent.putAll(exchange.getRequestHeaders());
			exchange.getResponseHeaders().add("Set-Cookie", "a=b");
			answer(exchange, 200, "");
		});
		get(this.outbound, url("/echo"));
		get(this.outbound, url("/echo"));
		assertThat(sent).doesNotContainKeys("Accept-encoding", "Cookie", "Upgrade");
	}

	@Test
	void postWhenBodyGivenThenSentOnce() {
		this.server.createContext("/post",
				(exchange) -> answer(exchange, 200, exchange.getRequestHeaders().getFirst("Content-Type") + " "
						+ new String(exchange.getRequestBody().readAllBytes())));
		String answer = this.outbound.restClient()
			.build()
			.post()
			.uri(url("/post"))
			.contentType(MediaType.TEXT_PLAIN)
			.body("hello")
			.retrieve()
			.body(String.class);
		assertThat(answer).startsWith("text/plain").endsWith(" hello");
	}

	private void assertEndsWithin(Duration limit, String path) {
		long start = System.nanoTime();
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> get(this.outbound, url(path)));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
	}

	private static ResponseEntity<String> get(Outbound outbound, String url) {
		return outbound.restClient().build().get().uri(URI.create(url)).retrieve().toEntity(String.class);
	}

	private void waitForEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(HttpExchange exchange, int status, String body) throws IOException {
		exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
		try (OutputStream stream = exchange.getResponseBody()) {
			stream.write(body.getBytes());
		}
	}

	private String url(String path) {
		return "http://127.0.0.1:" + port() + path;
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

}

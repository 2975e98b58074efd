package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * What stands before the nodes: it passes requests on, by turns, to those that say that
 * they are ready, which it asks twice a second. To another node goes only what was sent
 * to none, since the connection was refused; everything else that goes wrong is a 502.
 */
final class Balancer implements AutoCloseable {

	private static final Set<String> OWN = Set.of("connection", "content-length", "host", "expect", "upgrade",
			"transfer-encoding", "http2-settings", "date");

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor();

	private final AtomicInteger turn = new AtomicInteger();

	private final List<KeyringNode> nodes;

	private final HttpServer server;

	private volatile List<KeyringNode> ready = List.of();

	Balancer(int port, List<KeyringNode> nodes) throws IOException {
		this.nodes = nodes;
		// Small answers would wait for the other side's acknowledgement.
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::pass);
		check();
		this.checks.scheduleWithFixedDelay(this::check, 500, 500, TimeUnit.MILLISECONDS);
		this.server.start();
	}

	boolean sees(KeyringNode node) {
		return this.ready.contains(node);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.checks.shutdownNow();
		this.threads.shutdownNow();
	}

	private void check() {
		this.ready = this.nodes.stream().filter(this::isReady).toList();
	}

	private boolean isReady(KeyringNode node) {
		HttpRequest request = HttpRequest.newBuilder(node.readiness()).timeout(Duration.ofSeconds(5)).build();
		try {
			return this.http.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void pass(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			for (KeyringNode node : inTurn()) {
				try {
					answer(exchange, this.http.send(request(node, exchange, body), BodyHandlers.ofByteArray()));
					return;
				}
				catch (ConnectException ex) {
					// nothing was sent
				}
			}
			exchange.sendResponseHeaders(502, -1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			System.out.printf("The balancer could not pass %s %s on: %s%n", exchange.getRequestMethod(),
					exchange.getRequestURI().getPath(), ex);
			exchange.sendResponseHeaders(502, -1);
		}
	}

	private List<KeyringNode> inTurn() {
		List<KeyringNode> order = new ArrayList<>(this.ready.isEmpty() ? this.nodes : this.ready);
		Collections.rotate(order, this.turn.getAndIncrement());
		return order;
	}

	private static HttpRequest request(KeyringNode node, HttpExchange exchange, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(node.address(exchange.getRequestURI().toString()))
			.timeout(Duration.ofSeconds(30))
			.method(exchange.getRequestMethod(),
					(body.length > 0) ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		return request.build();
	}

	private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
		answer.headers().map().forEach((name, values) -> {
			if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
				exchange.getResponseHeaders().put(name, values);
			}
		});
		byte[] body = answer.body();
		exchange.sendResponseHeaders(answer.statusCode(), (body.length > 0) ? body.length : -1);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

}

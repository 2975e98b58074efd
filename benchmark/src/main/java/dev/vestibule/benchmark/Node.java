package dev.vestibule.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running server: a process of its own, on a free port of the loopback address. It ends
 * with the benchmark.
 */
final class Node implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Process process;

	private final String url;

	private final Duration startUp;

	private final Thread farewell;

	private Node(Process process, String url, Duration startUp, Thread farewell) {
		this.process = process;
		this.url = url;
		this.startUp = startUp;
		this.farewell = farewell;
	}

	/**
	 * Starts a server and waits for its first answer.
	 * @param url its address, which the command names too
	 */
	static Node start(List<String> command, String url, Path log) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start();
		Thread farewell = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(farewell);
		try {
			awaitAnswer(process, url, begin, "See " + log);
			return new Node(process, url, Duration.ofNanos(System.nanoTime() - begin), farewell);
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	String url() {
		return this.url;
	}

	Duration startUp() {
		return this.startUp;
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			// One that writes its cache takes its time.
			if (!this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().removeShutdownHook(this.farewell);
	}

	private static void awaitAnswer(Process process, String url, long begin, String where)
			throws IOException, InterruptedException {
		HttpClient http = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/.well-known/openid-configuration")).build();
		while (!answers(http, request)) {
			if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
				throw new BenchmarkException("A server ended while starting. " + where);
			}
			if (System.nanoTime() - begin > PATIENCE.toNanos()) {
				throw new BenchmarkException("A server did not start in time. " + where);
			}
		}
	}

	private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
		try {
			return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}

package dev.vestibule.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Receives webhooks, and answers as it is told to.
 */
final class Hook implements AutoCloseable {

	final List<Call> calls = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	private volatile Answer answer = (exchange) -> exchange.sendResponseHeaders(204, -1);

	Hook() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::receive);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/hook";
	}

	void answers(int status) {
		this.answer = (exchange) -> exchange.sendResponseHeaders(status, -1);
	}

	void answers(Answer answer) {
		this.answer = answer;
	}

	List<String> ids() {
		return this.calls.stream().map(Call::id).toList();
	}

	private void receive(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		this.calls.add(new Call(exchange.getRequestURI().getPath(), header(exchange, "webhook-id"),
				header(exchange, "webhook-timestamp"), header(exchange, "webhook-signature"), body));
		try (exchange) {
			this.answer.give(exchange);
		}
	}

	private static String header(HttpExchange exchange, String name) {
		return exchange.getRequestHeaders().getFirst(name);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
		this.server.stop(0);
	}

	interface Answer {

		void give(HttpExchange exchange) throws IOException;

	}

	/**
	 * What came.
	 */
	record Call(String path, String id, String timestamp, String signature, byte[] body) {

	}

}

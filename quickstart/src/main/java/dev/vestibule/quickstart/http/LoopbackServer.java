package dev.vestibule.quickstart.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Serves a handler on the loopback address. A request that names another host (as a
 * rebound DNS name makes a browser do) or comes from another site's page is refused, and
 * a body over 64 KB too.
 */
public final class LoopbackServer implements AutoCloseable {

	private static final Logger log = Logger.getLogger(LoopbackServer.class.getName());

	private static final int MAX_BODY = 64 * 1024;

	private static final Map<String, String> DEFAULT_HEADERS = Map.of("Cache-Control", "no-store",
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "SAMEORIGIN", "Referrer-Policy", "same-origin",
			"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(8, (task) -> {
		Thread thread = new Thread(task, "http");
		thread.setDaemon(true);
		return thread;
	});

	private final Handler handler;

	private LoopbackServer(HttpServer server, Handler handler) {
		this.server = server;
		this.handler = handler;
	}

	/**
	 * Starts a server; port 0 takes a free one.
	 * @throws IOException if the port is in use
	 */
	public static LoopbackServer start(int port, Handler handler) throws IOException {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port);
		LoopbackServer server = new LoopbackServer(HttpServer.create(address, 0), handler);
		server.server.setExecutor(server.threads);
		server.server.createContext("/", server::exchange);
		server.server.start();
		return server;
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void exchange(HttpExchange exchange) throws IOException {
		try (exchange) {
			Response response = answer(exchange);
			DEFAULT_HEADERS.forEach(exchange.getResponseHeaders()::set);
			response.headers().forEach(exchange.getResponseHeaders()::set);
			boolean empty = response.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
			exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
			if (!empty) {
				try (OutputStream out = exchange.getResponseBody()) {
					out.write(response.body());
				}
			}
		}
	}

	private Response answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			return Response.text(413, "The request is too large.\n");
		}
		String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
		Request request = Request.of(method, exchange.getRequestURI(), exchange.getRequestHeaders(), body);
		if (!isOurs(request)) {
			return Response.text(403, "This server answers to its own pages on this machine only.\n");
		}
		try {
			return this.handler.handle(request);
		}
		catch (IllegalArgumentException ex) {
			return Response.text(400, "The request is malformed.\n");
		}
		catch (RuntimeException ex) {
			log.log(Level.WARNING, "Could not answer " + request.path(), ex);
			return Response.text(500, "Something went wrong; the log says what.\n");
		}
	}

	private boolean isOurs(Request request) {
		Set<String> hosts = Set.of("localhost:" + port(), "127.0.0.1:" + port());
		String origin = request.header("Origin");
		boolean ownOrigin = origin.isEmpty() || hosts.contains(origin.replaceFirst("^http://", ""));
		return hosts.contains(request.header("Host")) && (ownOrigin || request.method().equals("GET"));
	}

}

package dev.vestibule.quickstart.http;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoopbackServerTests {

	private LoopbackServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = LoopbackServer.start(0, (request) -> Response.text(200, request.method() + " " + request.path()));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void answerWhenHostIsLocalThenServed() throws Exception {
		assertThat(raw("localhost:" + this.server.port())).contains("200 OK").contains("GET /path");
		assertThat(raw("127.0.0.1:" + this.server.port())).contains("200 OK");
	}

	@Test
	void answerWhenHostIsForeignThenRefused() throws Exception {
		assertThat(raw("rebound.example:" + this.server.port())).contains("403");
	}

	@Test
	void answerWhenPostComesFromForeignPageThenRefused() {
		String uri = "http://localhost:" + this.server.port() + "/";
		assertThat(TestHttp.post(uri, Map.of(), "Origin", "https://evil.example").statusCode()).isEqualTo(403);
		assertThat(TestHttp.post(uri, Map.of(), "Origin", "http://localhost:" + this.server.port()).statusCode())
			.isEqualTo(200);
	}

	@Test
	void answerWhenBodyIsTooLargeThenRefused() {
		String uri = "http://localhost:" + this.server.port() + "/";
		assertThat(TestHttp.post(uri, Map.of("a", "x".repeat(65 * 1024))).statusCode()).isEqualTo(413);
	}

	private String raw(String host) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", this.server.port()); InputStream in = socket.getInputStream()) {
			String request = "GET /path HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}

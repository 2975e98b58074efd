package dev.vestibule.quickstart.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.vestibule.quickstart.http.Parameters;

/**
 * Calls from server to server, which no browser makes: no cookies, no redirects followed.
 */
record Http(int status, HttpResponse<String> response) {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	static Http get(String url) {
		return send(request(url));
	}

	static Http get(String url, String token) {
		return send(bearer(url, token));
	}

	static Http postJson(String url, String token, Object body) {
		return send(bearer(url, token).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	static Http postJson(String url, String token, String idempotencyKey, Object body) {
		return send(bearer(url, token).header("Content-Type", "application/json")
			.header("Idempotency-Key", idempotencyKey)
			.POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	/**
	 * Posts a form as whoever has no credentials.
	 */
	static Http postForm(String url, Parameters form) {
		return send(request(url).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form.encode())));
	}

	/**
	 * Changes what is there, whatever its version.
	 */
	static Http patchJson(String url, String token, Object body) {
		return send(bearer(url, token).header("Content-Type", "application/json")
			.header("If-Match", "*")
			.method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(body))));
	}

	static Http delete(String url, String token) {
		return send(bearer(url, token).DELETE());
	}

	/**
	 * Posts a form as a client that authenticates with its secret.
	 */
	static Http postForm(String url, String client, String secret, Parameters form) {
		String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
		return send(request(url).header("Authorization", "Basic " + basic)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form.encode())));
	}

	JsonNode json() {
		return JSON.readTree(this.response.body());
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	private static HttpRequest.Builder bearer(String url, String token) {
		return request(url).header("Authorization", "Bearer " + token);
	}

	private static HttpRequest.Builder request(String url) {
		return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
	}

	private static Http send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
			return new Http(response.statusCode(), response);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

package dev.vestibule.quickstart.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import tools.jackson.databind.json.JsonMapper;

/**
 * What is answered to a request.
 */
public record Response(int status, Map<String, String> headers, byte[] body) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	public static Response of(int status, String type, String body) {
		return of(status, type, body.getBytes(StandardCharsets.UTF_8));
	}

	public static Response html(int status, String body) {
		return of(status, "text/html; charset=UTF-8", body);
	}

	public static Response text(int status, String body) {
		return of(status, "text/plain; charset=UTF-8", body);
	}

	public static Response json(int status, Object body) {
		return of(status, "application/json; charset=UTF-8", JSON.writeValueAsBytes(body));
	}

	public static Response noContent() {
		return new Response(204, Map.of(), new byte[0]);
	}

	public static Response notFound() {
		return text(404, "There is nothing here.\n");
	}

	/**
	 * A redirect that is always followed with GET, whatever the request was.
	 */
	public static Response seeOther(String location) {
		return new Response(303, Map.of("Location", location), new byte[0]);
	}

	/**
	 * A file that lies beside the given class.
	 */
	public static Response resource(Class<?> neighbour, String name, String type) {
		try (InputStream in = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
			return of(200, type, in.readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot read " + name, ex);
		}
	}

	public Response with(String name, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Response(this.status, headers, this.body);
	}

	private static Response of(int status, String type, byte[] body) {
		return new Response(status, Map.of("Content-Type", type), body);
	}

}

package dev.vestibule.quickstart.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls as tests make them: no redirect is followed.
 */
public final class TestHttp {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private TestHttp() {
	}

	public static HttpResponse<String> get(String uri, String... headers) {
		return send(builder(uri, headers).GET());
	}

	public static HttpResponse<String> delete(String uri) {
		return send(builder(uri).DELETE());
	}

	public static HttpResponse<String> post(String uri, Map<String, String> form, String... headers) {
		return send(builder(uri, headers).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(new Parameters(form).encode())));
	}

	public static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	public static Parameters redirected(HttpResponse<String> response) {
		URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
		return Parameters.parse(location.getRawQuery());
	}

	private static HttpRequest.Builder builder(String uri, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;

/**
 * Calls the admin API with one token.
 */
final class AdminCaller {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final String url;

	private final String token;

	AdminCaller(String url, String token) {
		this.url = url;
		this.token = token;
	}

	/**
	 * A client by itself, which may do everything.
	 */
	static AdminCaller cli(Node node) {
		return cli(node, "admin");
	}

	static AdminCaller cli(Node node, String scope) {
		Page tokens = new RelyingApp(node.url(), "admin-cli", "admin-cli-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", scope));
		return new AdminCaller(node.url(), RelyingApp.field(tokens, "access_token"));
	}

	/**
	 * The same token at another node.
	 */
	AdminCaller at(Node node) {
		return new AdminCaller(node.url(), this.token);
	}

	/**
	 * Registers a client that people administer with, and that is told who they are.
	 */
	RelyingApp registerConsole() {
		Page created = post("/clients", """
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid email roles groups admin admin.read", "require_consent": false}
				""".formatted(RelyingApp.REDIRECT_URI));
		return new RelyingApp(this.url, RelyingApp.field(created, "client_id"),
				RelyingApp.field(created, "client_secret"));
	}

	Page get(String path) {
		return send("GET", path, "");
	}

	Page post(String path) {
		return send("POST", path, "");
	}

	Page post(String path, String json) {
		return send("POST", path, json);
	}

	Page put(String path, String json) {
		return send("PUT", path, json);
	}

	/**
	 * Changes what is there, whatever it is.
	 */
	Page patch(String path, String json) {
		return send("PATCH", path, json, "If-Match", "*");
	}

	Page delete(String path) {
		return send("DELETE", path, "");
	}

	Page send(String method, String path, String json, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + "/admin/api" + path))
			.header("Authorization", "Bearer " + this.token)
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(json));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Page(HTTP.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The fields that a problem names.
	 */
	static List<String> flaws(Page page) {
		List<String> fields = new ArrayList<>();
		RelyingApp.json(page).path("errors").forEach((error) -> fields.add(error.get("field").asString()));
		return fields;
	}

}

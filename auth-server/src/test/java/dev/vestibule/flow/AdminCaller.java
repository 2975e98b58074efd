package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;

import dev.vestibule.flow.Browser.Page;

/**
 * Calls the admin API with one token.
 */
final class AdminCaller {

	private final Node node;

	private final AdminApi api;

	private final String token;

	AdminCaller(Node node, String token) {
		this.node = node;
		this.api = new AdminApi(node);
		this.token = token;
	}

	/**
	 * A client by itself, which may do everything.
	 */
	static AdminCaller cli(Node node) {
		return cli(node, "admin");
	}

	static AdminCaller cli(Node node, String scope) {
		return new AdminCaller(node, new AdminApi(node).token(scope));
	}

	/**
	 * The same token at another node.
	 */
	AdminCaller at(Node node) {
		return new AdminCaller(node, this.token);
	}

	/**
	 * Registers a client that people administer with, and that is told who they are.
	 */
	RelyingApp registerConsole() {
		Page created = post("/clients", """
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid email roles groups admin admin.read", "require_consent": false}
				""".formatted(RelyingApp.REDIRECT_URI));
		return new RelyingApp(this.node.url(), RelyingApp.field(created, "client_id"),
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
		return this.api.call(method, AdminApi.PATH + path, this.token, json, headers);
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

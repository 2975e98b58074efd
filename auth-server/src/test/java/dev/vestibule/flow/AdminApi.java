package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.flow.Browser.Page;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * A node's admin API as it is called, and all that it answers to.
 */
final class AdminApi {

	static final String PATH = "/admin/api";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final Node node;

	AdminApi(Node node) {
		this.node = node;
	}

	/**
	 * Every endpoint that there is, so that none can be forgotten.
	 */
	List<Endpoint> endpoints() {
		return this.node.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.entrySet()
			.stream()
			.flatMap((entry) -> entry.getKey()
				.getPatternValues()
				.stream()
				.filter((path) -> path.startsWith(PATH))
				.flatMap(
						(path) -> endpoints(path, entry.getKey().getMethodsCondition().getMethods(), entry.getValue())))
			.sorted((one, other) -> one.toString().compareTo(other.toString()))
			.toList();
	}

	private static Stream<Endpoint> endpoints(String path, Set<RequestMethod> methods, HandlerMethod handler) {
		boolean takesBody = Stream.of(handler.getMethod().getParameterTypes())
			.anyMatch((type) -> type.getName().equals("java.io.InputStream"));
		return methods.stream().map((method) -> new Endpoint(method.name(), path, takesBody));
	}

	/**
	 * A token that {@code admin-cli} gets for itself.
	 */
	String token(String scope) {
		return RelyingApp.field(new RelyingApp(this.node.url(), "admin-cli", "admin-cli-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", scope)), "access_token");
	}

	/**
	 * Calls with a token; an empty one is left out.
	 */
	Page call(String method, String path, String token, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.node.url() + path))
			.header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofString(body));
		if (!token.isEmpty()) {
			request.header("Authorization", "Bearer " + token);
		}
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
	 * One thing that the API answers to.
	 *
	 * @param path with its variables in braces
	 */
	record Endpoint(String method, String path, boolean takesBody) {

		boolean reads() {
			return this.method.equals("GET");
		}

		/**
		 * The address with a value in the place of each variable.
		 */
		String at(String value) {
			return this.path.replaceAll("\\{[^}]+}", value);
		}

		static Set<String> all(List<Endpoint> endpoints) {
			return endpoints.stream()
				.map((endpoint) -> endpoint.method() + " " + endpoint.at("{}"))
				.collect(Collectors.toSet());
		}

		@Override
		public String toString() {
			return this.method + " " + this.path;
		}

	}

}

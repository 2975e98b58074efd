package dev.vestibule.quickstart.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.sun.net.httpserver.Headers;

/**
 * A request that was read whole. Header names are case-insensitive; of a repeated header
 * the first counts.
 */
public record Request(String method, URI uri, Map<String, String> headers, byte[] body) {

	static Request of(String method, URI uri, Headers headers, byte[] body) {
		Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, values) -> first.put(name, values.get(0)));
		return new Request(method, uri, first, body);
	}

	public String path() {
		return this.uri.getPath();
	}

	public Parameters query() {
		return Parameters.parse(Optional.ofNullable(this.uri.getRawQuery()).orElse(""));
	}

	public Parameters form() {
		return Parameters.parse(new String(this.body, StandardCharsets.UTF_8));
	}

	public String header(String name) {
		return this.headers.getOrDefault(name, "");
	}

	public boolean is(String method, String path) {
		return this.method.equals(method) && path().equals(path);
	}

	/**
	 * The bearer token of the {@code Authorization} header, if there is one.
	 */
	public Optional<String> bearer() {
		return authorization("Bearer ");
	}

	/**
	 * The identifier and the secret of HTTP Basic authentication, form-decoded as RFC
	 * 6749 section 2.3.1 has it.
	 */
	public Optional<List<String>> basic() {
		return authorization("Basic ").map(Request::credentials).filter((parts) -> parts.size() == 2);
	}

	private Optional<String> authorization(String scheme) {
		String header = header("Authorization");
		return header.regionMatches(true, 0, scheme, 0, scheme.length())
				? Optional.of(header.substring(scheme.length()).strip()) : Optional.empty();
	}

	private static List<String> credentials(String encoded) {
		try {
			String decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
			return Stream.of(decoded.split(":", 2)).map(Parameters::decode).toList();
		}
		catch (IllegalArgumentException ex) {
			return List.of();
		}
	}

}

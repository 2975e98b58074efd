package dev.vestibule.flow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser as far as the server can tell: it keeps cookies, fills in the forms that it
 * was shown, and follows redirects only when asked to.
 */
final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);

	private final HttpClient http = HttpClient.newBuilder()
		.cookieHandler(this.cookies)
		.followRedirects(Redirect.NEVER)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final String base;

	Browser(String base) {
		this.base = base;
	}

	Page get(String address, String... headers) {
		return send(request(address, headers).GET());
	}

	Page head(String address) {
		return send(request(address).method("HEAD", BodyPublishers.noBody()));
	}

	/**
	 * Follows redirects within the server, to the page or to the address beyond it.
	 */
	Page visit(String address) {
		return follow(get(address));
	}

	Page follow(Page page) {
		Page current = page;
		for (int hops = 0; hops < 12 && current.isRedirect() && current.location().startsWith(this.base); hops++) {
			current = get(current.location());
		}
		return current;
	}

	/**
	 * Sends a form, with the token of the page that shows it.
	 */
	Page submit(String path, Map<String, String> fields) {
		Map<String, String> form = new TreeMap<>(fields);
		Matcher csrf = CSRF.matcher(get(path).body());
		if (csrf.find()) {
			form.put("_csrf", csrf.group(1));
		}
		return post(path, form);
	}

	Page post(String address, Map<String, String> fields, String... headers) {
		return post(address, encode(fields), headers);
	}

	Page post(String address, String form, String... headers) {
		return send(request(address, headers).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
	}

	Page postAs(String type, String address, BodyPublisher body) {
		return send(request(address).header("Content-Type", type).POST(body));
	}

	/**
	 * Sends the form of a page with a file.
	 */
	Page upload(String path, Map<String, String> fields, String field, byte[] file) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		fields.forEach((name, value) -> body
			.writeBytes("--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value)
				.getBytes(StandardCharsets.UTF_8)));
		body.writeBytes(
				"--x\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"a.b\"\r\nContent-Type: image/png\r\n\r\n"
					.formatted(field)
					.getBytes(StandardCharsets.UTF_8));
		body.writeBytes(file);
		body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
		return postAs("multipart/form-data; boundary=x", path, BodyPublishers.ofByteArray(body.toByteArray()));
	}

	String csrf(String path) {
		Matcher csrf = CSRF.matcher(get(path).body());
		return csrf.find() ? csrf.group(1) : "";
	}

	List<HttpCookie> cookies() {
		return this.cookies.getCookieStore().getCookies();
	}

	private HttpRequest.Builder request(String address, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(address.startsWith("/") ? this.base + address : address))
			.timeout(Duration.ofMinutes(2))
			.header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0")
			.header("Accept", "text/html,application/json;q=0.9");
		if (headers.length > 0) {
			request.headers(headers);
		}
		return request;
	}

	private Page send(HttpRequest.Builder request) {
		try {
			return new Page(this.http.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static String encode(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&"));
	}

	static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	/**
	 * A parameter of an address's query; empty if it is not there.
	 */
	static String queryParameter(URI uri, String name) {
		return (uri.getRawQuery() == null) ? "" : Arrays.stream(uri.getRawQuery().split("&"))
			.filter((parameter) -> parameter.startsWith(name + "="))
			.map((parameter) -> URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8))
			.findFirst()
			.orElse("");
	}

	/**
	 * What came back.
	 */
	record Page(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		String body() {
			return this.response.body();
		}

		boolean isRedirect() {
			return status() / 100 == 3;
		}

		String location() {
			return URI.create(this.response.uri().toString()).resolve(header("Location")).toString();
		}

		/**
		 * A header's value; an empty fragment of an address is no part of it.
		 */
		String header(String name) {
			return rawHeader(name).replaceFirst("#$", "");
		}

		String rawHeader(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		/**
		 * A parameter of the redirect.
		 */
		String parameter(String name) {
			return queryParameter(URI.create(header("Location")), name);
		}

	}

}

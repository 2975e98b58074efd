package dev.vestibule.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Somebody with an account and a browser, which is closed after each login: it keeps no
 * cookie of a session, but those that are meant to last.
 */
final class Person {

	static final String PASSWORD = "correct zebra battery 42";

	private static final String REDIRECT_URI = "https://app.example.com/callback";

	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	/** The verifier's, from RFC 7636, appendix B. */
	private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	private static final Pattern CSRF = Pattern
		.compile("<input[^>]*name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");

	private final HttpClient http;

	private final String server;

	private final String email;

	private final String authorization;

	private final Map<String, String> lasting = new HashMap<>();

	private final Map<String, String> session = new HashMap<>();

	Person(HttpClient http, String server, int number, String authorization) {
		this.http = http;
		this.server = server;
		this.email = email(number);
		this.authorization = authorization;
	}

	static String email(int number) {
		return "person-" + number + "@example.com";
	}

	/**
	 * Logs in to the application.
	 * @return the token response
	 */
	String logIn(String scope) throws IOException, InterruptedException {
		this.session.clear();
		HttpResponse<String> page = follow(get("/oauth2/authorize?"
				+ form(Map.of("response_type", "code", "client_id", "app", "redirect_uri", REDIRECT_URI, "scope", scope,
						"state", "some-state", "code_challenge", CHALLENGE, "code_challenge_method", "S256"))));
		return redeem(code(signIn(page)));
	}

	private HttpResponse<String> signIn(HttpResponse<String> page) throws IOException, InterruptedException {
		Matcher csrf = CSRF.matcher(page.body());
		if (!csrf.find()) {
			throw new IOException("no login form, but " + page.statusCode());
		}
		return follow(post("/login", Map.of("username", this.email, "password", PASSWORD, "_csrf",
				(csrf.group(1) != null) ? csrf.group(1) : csrf.group(2))));
	}

	/**
	 * Signs in to a page of the server's own, and stays so.
	 */
	HttpResponse<String> enter(String path) throws IOException, InterruptedException {
		return signIn(follow(get(path)));
	}

	/**
	 * What the token endpoint answers to a grant without a person.
	 */
	String redeem(String code) throws IOException, InterruptedException {
		return redeem(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI,
				"code_verifier", VERIFIER));
	}

	/**
	 * What the token endpoint answers.
	 */
	String redeem(Map<String, String> grant) throws IOException, InterruptedException {
		HttpRequest request = request("/oauth2/token", grant).header("Authorization", this.authorization).build();
		HttpResponse<String> answer = this.http.send(request, BodyHandlers.ofString());
		if (answer.statusCode() != 200) {
			throw new IOException("no token, but " + answer.statusCode() + " " + answer.body());
		}
		return answer.body();
	}

	/**
	 * A string of a JSON object.
	 */
	static String field(String json, String name) {
		Matcher value = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
		if (!value.find()) {
			throw new BenchmarkException("A token response has no " + name + ".");
		}
		return value.group(1);
	}

	private static String code(HttpResponse<String> answer) throws IOException {
		Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location(answer));
		if (!code.find()) {
			throw new IOException("no code, but " + answer.statusCode() + " " + location(answer));
		}
		return code.group(1);
	}

	/**
	 * Follows redirects within the server.
	 */
	private HttpResponse<String> follow(HttpResponse<String> answer) throws IOException, InterruptedException {
		HttpResponse<String> current = answer;
		while (current.statusCode() / 100 == 3 && !location(current).startsWith(REDIRECT_URI)) {
			current = get(location(current));
		}
		return current;
	}

	HttpResponse<String> get(String address) throws IOException, InterruptedException {
		return send(request(address).GET());
	}

	HttpResponse<String> get(String address, String authorization) throws IOException, InterruptedException {
		return send(
				request(address).setHeader("Accept", "application/json").header("Authorization", authorization).GET());
	}

	private HttpResponse<String> post(String path, Map<String, String> fields)
			throws IOException, InterruptedException {
		return send(request(path, fields));
	}

	private HttpRequest.Builder request(String path, Map<String, String> fields) {
		return request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form(fields)));
	}

	private HttpRequest.Builder request(String address) {
		return HttpRequest.newBuilder(URI.create(this.server).resolve(address));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		request.header("Accept", "text/html");
		Map<String, String> cookies = new TreeMap<>(this.lasting);
		cookies.putAll(this.session);
		if (!cookies.isEmpty()) {
			request.header("Cookie",
					cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		HttpResponse<String> answer = this.http.send(request.build(), BodyHandlers.ofString());
		answer.headers().allValues("Set-Cookie").forEach(this::keep);
		return answer;
	}

	private void keep(String cookie) {
		String[] pair = cookie.split(";", 2)[0].split("=", 2);
		String attributes = cookie.toLowerCase();
		this.lasting.remove(pair[0]);
		this.session.remove(pair[0]);
		if (!attributes.contains("max-age=0")) {
			(attributes.contains("max-age=") ? this.lasting : this.session).put(pair[0], pair[1]);
		}
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers().firstValue("Location").orElse("");
	}

	private static String form(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

}

package dev.vestibule.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for one provider. Whoever signs in there is written into the code, so that it
 * serves any number of people; what its answers look like, each provider says.
 */
public abstract class StandIn implements AutoCloseable {

	public static final String CLIENT_ID = "our-client";

	public static final String SECRET = "our secret+at/the provider";

	static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

	private final String preset;

	private final Map<String, Reply> faults = new ConcurrentHashMap<>();

	private final HttpServer server;

	private volatile boolean asked;

	StandIn(String preset) {
		this.preset = preset;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "stand-in");
			thread.setDaemon(true);
			return thread;
		}));
	}

	/**
	 * Answers from now on.
	 */
	public void start() {
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	/** The kind of provider. */
	public final String preset() {
		return this.preset;
	}

	public final String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** What differs from the preset so that it is asked instead of the provider. */
	public abstract Map<String, String> settings();

	/** Where people sign in. */
	abstract String authorizationPath();

	/** Where codes are redeemed. */
	public abstract String tokenPath();

	/** What is asked last. */
	public abstract String lastPath();

	/** What is to be asked for. */
	abstract Set<String> scope();

	/** How it refuses a code. */
	public abstract Reply codeRefused();

	/** How it refuses to say more. */
	public abstract Reply lastRefused();

	/** How it says that the person did not want to. */
	public Map<String, String> cancelled() {
		return Map.of("error", "access_denied");
	}

	/** What it adds to every answer that the browser carries. */
	public Map<String, String> extra() {
		return Map.of();
	}

	/** Whose subjects these are. */
	public abstract String authority();

	/** What the administrator is given as our secret. */
	public String secret() {
		return SECRET;
	}

	/** All that a registration says, under a name of its own. */
	public final Map<String, Object> registration(String id) {
		Map<String, Object> fields = new LinkedHashMap<>(settings());
		fields.putAll(Map.of("id", id, "preset", this.preset, "client_id", CLIENT_ID, "client_secret", secret()));
		return fields;
	}

	/**
	 * What it does not like about a request for authorization, or nothing.
	 */
	String flaw(Map<String, String> asked) {
		if (!"code".equals(asked.get("response_type")) || !CLIENT_ID.equals(asked.get("client_id"))
				|| asked.getOrDefault("state", "").isEmpty() || asked.getOrDefault("redirect_uri", "").isEmpty()) {
			return "invalid_request";
		}
		if (!"S256".equals(asked.get("code_challenge_method"))) {
			return "no PKCE";
		}
		return scopes(asked).equals(scope()) ? "" : "invalid_scope " + asked.get("scope");
	}

	private static Set<String> scopes(Map<String, String> asked) {
		String scope = asked.getOrDefault("scope", "");
		return scope.isEmpty() ? Set.of() : Set.of(scope.split(" "));
	}

	/**
	 * What it answers elsewhere than where people sign in.
	 */
	abstract Reply answer(String path, Call call);

	/** Whether anything was asked of it. */
	public boolean wasAsked() {
		return this.asked;
	}

	/** It goes wrong like this at that path, until it is repaired. */
	public void fails(String path, Reply reply) {
		this.faults.put(path, reply);
	}

	public void repair() {
		this.faults.clear();
	}

	/**
	 * The code that the browser carries back when this person has said yes.
	 */
	public String code(String authorizationRequest, Person person) {
		Map<String, String> asked = parameters(URI.create(authorizationRequest).getRawQuery());
		String flaw = flaw(asked);
		if (!flaw.isEmpty()) {
			throw new AssertionError(flaw + ": " + authorizationRequest);
		}
		return BASE64URL
			.encodeToString(JsonMapper.shared().writeValueAsBytes(Map.of("person", person, "grant", asked)));
	}

	/**
	 * Where people sign in: a form for who they are, and buttons to agree and to cancel.
	 */
	private Reply signIn(HttpExchange exchange, Map<String, String> form) {
		String query = exchange.getRequestURI().getRawQuery();
		Map<String, String> asked = parameters(query);
		String flaw = flaw(asked);
		if (!flaw.isEmpty()) {
			return new Reply(400, "text/html;charset=utf-8", "<h1>" + escape(flaw) + "</h1>");
		}
		if (!"POST".equals(exchange.getRequestMethod())) {
			return page("Simulated " + this.preset, """
					<form method="post"><input name="subject"><input name="email"><input name="name">
					<input name="verified" value="true"><button>Yes</button>
					<button name="answer" value="cancel" formnovalidate>No</button></form>""");
		}
		Map<String, String> answer = new LinkedHashMap<>(extra());
		answer.put("state", asked.getOrDefault("state", ""));
		if (form.containsKey("answer")) {
			answer.putAll(cancelled());
		}
		else {
			answer.put("code", code("?" + query, Person.of(form)));
		}
		return deliver(asked.getOrDefault("redirect_uri", ""), answer);
	}

	/**
	 * How the browser carries the answer.
	 */
	Reply deliver(String redirectUri, Map<String, String> answer) {
		return Reply.redirect(redirectUri + "?" + encode(answer));
	}

	static Reply page(String title, String body) {
		return new Reply(200, "text/html;charset=utf-8",
				"<!DOCTYPE html><html lang=\"en\"><title>%1$s</title><h1>%1$s</h1>%2$s</html>".formatted(title, body));
	}

	static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

	private void handle(HttpExchange exchange) throws IOException {
		this.asked = true;
		String path = exchange.getRequestURI().getPath();
		Map<String, String> form = parameters(
				new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		Reply reply;
		try {
			Reply fault = this.faults.get(path);
			reply = (fault != null) ? fault : path.equals(authorizationPath()) ? signIn(exchange, form)
					: answer(path, new Call(exchange, form));
		}
		catch (RuntimeException | AssertionError ex) {
			reply = new Reply(500, "text/plain", String.valueOf(ex));
		}
		byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set(reply.isRedirect() ? "Location" : "Content-Type", reply.type());
		exchange.sendResponseHeaders(reply.status(), (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream stream = exchange.getResponseBody()) {
			stream.write(bytes);
		}
	}

	static Map<String, String> parameters(@Nullable String encoded) {
		Map<String, String> parameters = new TreeMap<>();
		for (String pair : ((encoded != null) ? encoded : "").split("&")) {
			String[] parts = pair.split("=", 2);
			if (parts.length == 2) {
				parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
			}
		}
		return parameters;
	}

	private static String encode(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((each) -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * One of each.
	 */
	public static List<StandIn> all() {
		return List.of(new Google(), new Apple(), new Microsoft(), new Facebook(), new GitHub(), new X(), new Kakao(),
				new Naver(), new AnyOpenId(), new AnyOAuth2());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	@Override
	public String toString() {
		return this.preset;
	}

	/**
	 * Who signs in there.
	 *
	 * @param verified what the provider says of the address, where it says anything
	 */
	public record Person(String subject, @Nullable String email, @Nullable Object verified, String name) {

		static Person of(Map<String, String> form) {
			String email = form.getOrDefault("email", "");
			return new Person(form.getOrDefault("subject", ""), email.isEmpty() ? null : email,
					Boolean.valueOf(form.get("verified")), form.getOrDefault("name", ""));
		}

		/** A value as JSON has it. */
		static String json(@Nullable Object value) {
			return JsonMapper.shared().writeValueAsString(value);
		}

	}

	/**
	 * An answer.
	 *
	 * @param type of the body; of a redirect, where to
	 */
	public record Reply(int status, String type, String body) {

		public static Reply json(int status, String body) {
			return new Reply(status, "application/json;charset=utf-8", body);
		}

		static Reply redirect(String location) {
			return new Reply(302, location, "");
		}

		boolean isRedirect() {
			return this.status == 302;
		}

	}

}

package dev.vestibule.flow;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands in for one provider. Whoever signs in there is written into the code, so that it
 * serves any number of people; what its answers look like, each provider's test says.
 */
final class StandIn implements AutoCloseable {

	private static final RSAKey KEY = key();

	private static final RSAKey FOREIGN_KEY = key();

	private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

	private final JsonMapper json = JsonMapper.shared();

	private final Map<String, Function<Call, Reply>> routes = new ConcurrentHashMap<>();

	private final Map<String, Function<Call, Reply>> faults = new ConcurrentHashMap<>();

	private final HttpServer server;

	private Consumer<JWTClaimsSet.Builder> claims = (builder) -> {
	};

	private RSAKey signingKey = KEY;

	StandIn() {
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
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** It answers like this at that path. */
	void on(String path, Function<Call, Reply> answer) {
		this.routes.put(path, answer);
	}

	/** It goes wrong like this at that path, until it is repaired. */
	void fails(String path, Reply reply) {
		this.faults.put(path, (call) -> reply);
	}

	/** Its ID tokens say something else, until it is repaired. */
	void claims(Consumer<JWTClaimsSet.Builder> claims) {
		this.claims = claims;
	}

	/** Somebody else signs its ID tokens, until it is repaired. */
	void signsWithForeignKey() {
		this.signingKey = FOREIGN_KEY;
	}

	void repair() {
		this.faults.clear();
		this.claims = (builder) -> {
		};
		this.signingKey = KEY;
	}

	/**
	 * The code that the browser carries back when this person has said yes.
	 */
	String code(String authorizationRequest, Person person) {
		Map<String, String> grant = new TreeMap<>();
		URI asked = URI.create(authorizationRequest);
		for (String name : List.of("nonce", "code_challenge", "redirect_uri", "state", "scope")) {
			grant.put(name, Browser.queryParameter(asked, name));
		}
		if (!Browser.queryParameter(asked, "code_challenge_method").equals("S256")) {
			throw new AssertionError("no PKCE in " + authorizationRequest);
		}
		return BASE64URL.encodeToString(this.json.writeValueAsBytes(Map.of("person", person, "grant", grant)));
	}

	/** What is signed in a token endpoint's answer. */
	String idToken(Call call, String issuer, String audience, Map<String, ?> person) {
		JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder().issuer(issuer)
			.audience(audience)
			.claim("at_hash", BASE64URL.encodeToString(Arrays.copyOf(sha256(call.accessToken()), 16)))
			.claim("nonce", call.grant().get("nonce"))
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(3600)));
		person.forEach(builder::claim);
		this.claims.accept(builder);
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
					builder.build());
			token.sign(new RSASSASigner(this.signingKey));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String keys() {
		return new JWKSet(KEY.toPublicJWK()).toString();
	}

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		Function<Call, Reply> answer = this.faults.getOrDefault(path,
				this.routes.getOrDefault(path, (call) -> Reply.json(404, "{}")));
		Reply reply;
		try {
			reply = answer.apply(new Call(exchange, form(body)));
		}
		catch (RuntimeException ex) {
			reply = new Reply(500, "text/plain", String.valueOf(ex));
		}
		byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", reply.type());
		exchange.sendResponseHeaders(reply.status(), (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream stream = exchange.getResponseBody()) {
			stream.write(bytes);
		}
	}

	private static Map<String, String> form(String encoded) {
		Map<String, String> form = new TreeMap<>();
		for (String pair : encoded.split("&")) {
			String[] parts = pair.split("=", 2);
			if (parts.length == 2) {
				form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static RSAKey key() {
		try {
			return new RSAKeyGenerator(2048).keyID("current").algorithm(JWSAlgorithm.RS256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * Who signs in there.
	 *
	 * @param verified what the provider says of the address, where it says anything
	 */
	record Person(String subject, @Nullable String email, @Nullable Object verified, String name) {

		/** A value as JSON has it. */
		static String json(@Nullable Object value) {
			return JsonMapper.shared().writeValueAsString(value);
		}

	}

	record Reply(int status, String type, String body) {

		static Reply json(int status, String body) {
			return new Reply(status, "application/json;charset=utf-8", body);
		}

	}

	/**
	 * A call of ours.
	 */
	record Call(HttpExchange exchange, Map<String, String> form) {

		private static final String TOKEN = "upstream-token.";

		/** Whether the token endpoint was asked as it is to be, by our client. */
		boolean redeems(String clientId, String secret, boolean basic) {
			String credentials = "Basic "
					+ Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
			boolean authenticated = basic ? credentials.equals(header("Authorization"))
					: clientId.equals(this.form.get("client_id")) && secret.equals(this.form.get("client_secret"));
			return authenticated && redeems();
		}

		/** Whether it is the code's own redirect URI and verifier. */
		boolean redeems() {
			return "authorization_code".equals(this.form.get("grant_type"))
					&& "POST".equals(this.exchange.getRequestMethod())
					&& grant().get("redirect_uri").equals(this.form.get("redirect_uri"))
					&& grant().get("code_challenge")
						.equals(BASE64URL.encodeToString(sha256(this.form.getOrDefault("code_verifier", ""))));
		}

		String accessToken() {
			return TOKEN + this.form.get("code");
		}

		String header(String name) {
			return String.valueOf(this.exchange.getRequestHeaders().getFirst(name));
		}

		String query(String name) {
			return Browser.queryParameter(this.exchange.getRequestURI(), name);
		}

		@SuppressWarnings("unchecked")
		Map<String, String> grant() {
			return (Map<String, String>) read().get("grant");
		}

		/** Who it is that the code, or the bearer token, was given for. */
		@SuppressWarnings("unchecked")
		Person person() {
			Map<String, Object> person = (Map<String, Object>) read().get("person");
			return new Person(String.valueOf(person.get("subject")), (String) person.get("email"),
					person.get("verified"), String.valueOf(person.get("name")));
		}

		@SuppressWarnings("unchecked")
		private Map<String, Object> read() {
			String bearer = header("Authorization");
			String code = bearer.startsWith("Bearer " + TOKEN) ? bearer.substring(("Bearer " + TOKEN).length())
					: this.form.get("code");
			return JsonMapper.shared().readValue(Base64.getUrlDecoder().decode(code), Map.class);
		}

	}

}

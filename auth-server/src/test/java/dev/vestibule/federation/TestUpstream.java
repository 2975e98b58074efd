package dev.vestibule.federation;

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
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Google at {@code /google} and Facebook at {@code /facebook}, in their own wire shapes.
 */
class TestUpstream implements AutoCloseable {

	static final String CLIENT_ID = "our-client";

	static final String CLIENT_SECRET = "our secret+at/the provider";

	static final String SUBJECT = "110169484474386276334";

	private static final RSAKey KEY = rsaKey("current");

	private static final RSAKey FOREIGN_KEY = rsaKey("current");

	private static final String ACCESS_TOKEN = "ya29.a0AfB_byC";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch end = new CountDownLatch(1);

	private final HttpServer server;

	private final Map<String, Handler> handlers = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

	/** What the person's browser was last sent with. */
	private MultiValueMap<String, String> asked = UriComponentsBuilder.newInstance().build().getQueryParams();

	private Consumer<JWTClaimsSet.Builder> claims = (builder) -> {
	};

	private RSAKey signingKey = KEY;

	TestUpstream() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
		reset();
	}

	void reset() {
		this.handlers.clear();
		this.calls.clear();
		this.claims = (builder) -> {
		};
		this.signingKey = KEY;
		on("/google/.well-known/openid-configuration", (exchange) -> json(exchange, 200, metadata()));
		on("/google/jwks", (exchange) -> json(exchange, 200, new JWKSet(KEY).toString()));
		on("/google/token", this::googleToken);
		on("/facebook/v26.0/oauth/access_token", this::facebookToken);
		on("/facebook/v26.0/me", (exchange) -> facebookMe(exchange,
				"""
						{"id":"10158","name":"Ann Example","email":"ann@example.com",
						 "picture":{"data":{"height":50,"is_silhouette":false,"url":"https://platform-lookaside.fbsbx.com/","width":50}}}
						"""));
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	String issuer() {
		return url() + "/google";
	}

	void on(String path, Handler handler) {
		this.handlers.put(path, handler);
	}

	int calls(String path) {
		return this.calls.getOrDefault(path, new AtomicInteger()).get();
	}

	void claims(Consumer<JWTClaimsSet.Builder> claims) {
		this.claims = claims;
	}

	void signWithForeignKey() {
		this.signingKey = FOREIGN_KEY;
	}

	/** The person says yes: what the provider would send the browser back with. */
	Map<String, String> consent(String authorizationRequest) {
		this.asked = UriComponentsBuilder.fromUri(URI.create(authorizationRequest)).build().getQueryParams();
		Map<String, String> answer = new LinkedHashMap<>();
		answer.put("state", asked("state"));
		answer.put("code", "4/0AX4XfWh");
		if (authorizationRequest.startsWith(issuer())) {
			answer.put("iss", issuer());
		}
		return answer;
	}

	String asked(String parameter) {
		String value = this.asked.getFirst(parameter);
		return (value != null) ? URLDecoder.decode(value, StandardCharsets.UTF_8) : "";
	}

	void facebookMe(HttpExchange exchange, String person) throws IOException {
		Map<String, String> query = form(exchange.getRequestURI().getRawQuery());
		boolean proved = hmac(ACCESS_TOKEN).equals(query.get("appsecret_proof"));
		if (!("Bearer " + ACCESS_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization")) || !proved) {
			json(exchange, 400, """
					{"error":{"message":"Invalid appsecret_proof provided in the API argument",
					 "type":"GraphMethodException","code":100,"fbtrace_id":"A1"}}""");
		}
		else if (!"id,name,email,picture,permissions".equals(query.get("fields"))) {
			json(exchange, 200, "{\"id\":\"10158\",\"name\":\"Ann Example\"}");
		}
		else {
			json(exchange, 200, person);
		}
	}

	private void googleToken(HttpExchange exchange) throws IOException {
		Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		boolean authenticated = CLIENT_ID.equals(form.get("client_id"))
				&& CLIENT_SECRET.equals(form.get("client_secret"));
		boolean redeemed = "4/0AX4XfWh".equals(form.get("code"))
				&& asked("redirect_uri").equals(form.get("redirect_uri"))
				&& "S256".equals(asked("code_challenge_method"))
				&& asked("code_challenge").equals(base64(sha256(form.get("code_verifier"))));
		if (!authenticated) {
			json(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"Unauthorized\"}");
		}
		else if (!redeemed) {
			json(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad Request\"}");
		}
		else {
			json(exchange, 200,
					"""
							{"access_token":"%s","expires_in":3599,"scope":"https://www.googleapis.com/auth/userinfo.profile openid https://www.googleapis.com/auth/userinfo.email",
							 "token_type":"Bearer","id_token":"%s"}"""
						.formatted(ACCESS_TOKEN, idToken()));
		}
	}

	private void facebookToken(HttpExchange exchange) throws IOException {
		Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		if (CLIENT_ID.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret"))
				&& "4/0AX4XfWh".equals(form.get("code")) && asked("redirect_uri").equals(form.get("redirect_uri"))) {
			json(exchange, 200,
					"{\"access_token\":\"" + ACCESS_TOKEN + "\",\"token_type\":\"bearer\",\"expires_in\":5183944}");
			return;
		}
		json(exchange, 400, """
				{"error":{"message":"This authorization code has been used.","type":"OAuthException","code":100,
				 "error_subcode":36009,"fbtrace_id":"A1"}}""");
	}

	private String idToken() {
		JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder().issuer(issuer())
			.audience(CLIENT_ID)
			.subject(SUBJECT)
			.claim("azp", CLIENT_ID)
			.claim("email", "ann@gmail.com")
			.claim("email_verified", true)
			.claim("at_hash", base64(Arrays.copyOf(sha256(ACCESS_TOKEN), 16)))
			.claim("nonce", asked("nonce"))
			.claim("name", "Ann Example")
			.claim("picture", "https://lh3.googleusercontent.com/a/x")
			.claim("given_name", "Ann")
			.claim("family_name", "Example")
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(3600)));
		this.claims.accept(builder);
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("current").build(),
					builder.build());
			token.sign(new RSASSASigner(this.signingKey));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%1$s/o/oauth2/v2/auth","token_endpoint":"%1$s/token",
				 "userinfo_endpoint":"%1$s/userinfo","jwks_uri":"%1$s/jwks","response_types_supported":["code"],
				 "response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["public"],
				 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","profile"],
				 "token_endpoint_auth_methods_supported":["client_secret_post"],
				 "claims_supported":["aud","email","email_verified","exp","iat","iss","name","sub"],
				 "code_challenge_methods_supported":["plain","S256"],
				 "authorization_response_iss_parameter_supported":true}""".formatted(issuer());
	}

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		this.calls.computeIfAbsent(path, (key) -> new AtomicInteger()).incrementAndGet();
		this.handlers.getOrDefault(path, (unknown) -> json(unknown, 404, "{}")).handle(exchange);
	}

	/** Holds the request until the test is over. */
	void stall(HttpExchange exchange) {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static void huge(HttpExchange exchange) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, 0);
		try (OutputStream body = exchange.getResponseBody()) {
			for (int i = 0; i < 50 * 1024; i++) {
				body.write(" ".repeat(1024).getBytes(StandardCharsets.US_ASCII));
			}
		}
	}

	static void html(HttpExchange exchange) throws IOException {
		answer(exchange, 200, "text/html; charset=utf-8", "<!doctype html><title>Sorry</title>");
	}

	static void json(HttpExchange exchange, int status, String body) throws IOException {
		answer(exchange, status, "application/json; charset=UTF-8", body);
	}

	static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		try (OutputStream stream = exchange.getResponseBody()) {
			stream.write(bytes);
		}
	}

	private static Map<String, String> form(String encoded) {
		Map<String, String> form = new LinkedHashMap<>();
		for (String pair : encoded.split("&")) {
			String[] parts = pair.split("=", 2);
			form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
		}
		return form;
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String hmac(String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(CLIENT_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static RSAKey rsaKey(String id) {
		try {
			return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	interface Handler {

		void handle(HttpExchange exchange) throws IOException;

	}

}

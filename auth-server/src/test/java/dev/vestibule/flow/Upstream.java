package dev.vestibule.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

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
import dev.vestibule.flow.Browser.Page;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Google and Facebook for any number of people at once: whoever signs in is written into
 * the code that the browser carries back, so that nothing is kept here.
 */
final class Upstream {

	static final String SECRET = "a-secret-at-the-provider-of-some-length";

	private final JsonMapper json = JsonMapper.shared();

	private final RSAKey key;

	private final HttpServer server;

	Upstream() {
		try {
			this.key = new RSAKeyGenerator(2048).keyID("google").algorithm(JWSAlgorithm.RS256).generate();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException | JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "upstream");
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/google/.well-known/openid-configuration",
				(exchange) -> answer(exchange, metadata()));
		this.server.createContext("/google/jwks",
				(exchange) -> answer(exchange, new JWKSet(this.key.toPublicJWK()).toJSONObject()));
		this.server.createContext("/google/token", (exchange) -> answer(exchange, googleTokens(code(exchange))));
		this.server.createContext("/facebook/v26.0/oauth/access_token", (exchange) -> answer(exchange,
				Map.of("access_token", code(exchange), "token_type", "bearer", "expires_in", 3600)));
		this.server.createContext("/facebook/v26.0/me", (exchange) -> answer(exchange,
				read(exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length()))));
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	String[] settings() {
		return new String[] { "vestibule.outbound.allowed-hosts=127.0.0.1",
				"vestibule.providers.google.client-id=at-google", "vestibule.providers.google.client-secret=" + SECRET,
				"vestibule.providers.google.issuer-uri=" + url() + "/google",
				"vestibule.providers.facebook.client-id=at-facebook",
				"vestibule.providers.facebook.client-secret=" + SECRET,
				"vestibule.providers.facebook.web-uri=" + url() + "/facebook",
				"vestibule.providers.facebook.graph-uri=" + url() + "/facebook" };
	}

	/**
	 * Signs in with Google.
	 * @param claims of the ID token, beside the usual ones
	 */
	Page google(Browser browser, String subject, Map<String, Object> claims) {
		Map<String, Object> person = new TreeMap<>(claims);
		person.put("sub", subject);
		return signIn(browser, "google", person);
	}

	/**
	 * Signs in with Facebook.
	 * @param fields of the profile, beside the id
	 */
	Page facebook(Browser browser, String id, Map<String, Object> fields) {
		Map<String, Object> person = new TreeMap<>(fields);
		person.put("id", id);
		return signIn(browser, "facebook", person);
	}

	private Page signIn(Browser browser, String provider, Map<String, Object> person) {
		return browser.get(callback(browser, provider, person));
	}

	/**
	 * Where a browser is sent back to when this person has signed in.
	 */
	String callback(Browser browser, String provider, Map<String, Object> person) {
		var asked = UriComponentsBuilder
			.fromUriString(browser.get("/oauth2/authorization/" + provider).header("Location"))
			.build()
			.getQueryParams();
		Map<String, Object> claims = new TreeMap<>(person);
		if (asked.containsKey("nonce")) {
			claims.put("nonce", asked.getFirst("nonce"));
		}
		return "/login/oauth2/code/" + provider + "?state=" + asked.getFirst("state") + "&code="
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(this.json.writeValueAsBytes(claims));
	}

	private Map<String, Object> googleTokens(String code) {
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder().issuer(url() + "/google")
			.audience("at-google")
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(600)));
		read(code).forEach(claims::claim);
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("google").build(),
					claims.build());
			token.sign(new RSASSASigner(this.key));
			return Map.of("access_token", "at", "token_type", "Bearer", "expires_in", 600, "id_token",
					token.serialize());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Map<String, Object> metadata() {
		String issuer = url() + "/google";
		return Map.of("issuer", issuer, "authorization_endpoint", issuer + "/auth", "token_endpoint", issuer + "/token",
				"jwks_uri", issuer + "/jwks", "response_types_supported", new String[] { "code" },
				"subject_types_supported", new String[] { "public" }, "id_token_signing_alg_values_supported",
				new String[] { "RS256" });
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> read(String code) {
		return this.json.readValue(Base64.getUrlDecoder().decode(code), Map.class);
	}

	private static String code(HttpExchange exchange) throws IOException {
		String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		return String
			.valueOf(UriComponentsBuilder.fromUriString("/?" + form).build().getQueryParams().getFirst("code"));
	}

	private void answer(HttpExchange exchange, Map<String, Object> body) throws IOException {
		byte[] bytes = this.json.writeValueAsBytes(body);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}

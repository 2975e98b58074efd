package dev.vestibule.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An authorization server of canned answers, with keys of its own, that remembers what it
 * was asked for.
 */
public final class StubIssuer implements AutoCloseable {

	public final JWK ecKey = ecKey("ec-1");

	public final JWK rsaKey = rsaKey("rsa-1");

	/** Every request, as "METHOD path body". */
	public final List<String> requests = new CopyOnWriteArrayList<>();

	/** The value of each Authorization header, in order. */
	public final List<String> authorizations = new CopyOnWriteArrayList<>();

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final HttpServer server;

	public StubIssuer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::handle);
		this.server.start();
		answer("/oauth2/jwks", 200, new JWKSet(List.of(this.ecKey, this.rsaKey)).toString(true));
		answer("/.well-known/openid-configuration", 200, """
				{"issuer": "%1$s", "authorization_endpoint": "%1$s/oauth2/authorize",
				"token_endpoint": "%1$s/oauth2/token", "jwks_uri": "%1$s/oauth2/jwks",
				"end_session_endpoint": "%1$s/connect/logout", "response_types_supported": ["code"],
				"subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
				"token_endpoint_auth_methods_supported": ["client_secret_basic"]}""".formatted(issuer()));
	}

	public String issuer() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	public void answer(String path, int status, String body) {
		this.answers.put(path, new Answer(status, body));
	}

	/** An access token that the API accepts; change one thing to make one it must not. */
	public JWTClaimsSet.Builder accessToken() {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer(issuer())
			.subject("ada")
			.audience("http://localhost:8080/api")
			.claim("client_id", "demo-client")
			.claim("scope", "openid notes.read notes.write")
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)));
	}

	public String sign(JWTClaimsSet.Builder claims) {
		return sign(header().build(), claims, this.ecKey);
	}

	public JWSHeader.Builder header() {
		return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"))
			.keyID(this.ecKey.getKeyID());
	}

	public static String sign(JWSHeader header, JWTClaimsSet.Builder claims, JWK key) {
		try {
			JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm());
			SignedJWT jwt = new SignedJWT(header, claims.build());
			jwt.sign(signer);
			return jwt.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static JWK ecKey(String id) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JWK rsaKey(String id) {
		try {
			return new RSAKeyGenerator(2048).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
			String authorization = exchange.getRequestHeaders().getFirst("Authorization");
			if (authorization != null) {
				this.authorizations.add(authorization);
			}
			Answer answer = this.answers.getOrDefault(path, new Answer(404, ""));
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(answer.status(), (bytes.length > 0) ? bytes.length : -1);
			if (bytes.length > 0) {
				exchange.getResponseBody().write(bytes);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private record Answer(int status, String body) {
	}

}

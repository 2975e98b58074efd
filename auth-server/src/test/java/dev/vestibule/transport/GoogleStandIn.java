package dev.vestibule.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vestibule.keyring.Sha256;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Google's token endpoint and Gmail's {@code users.messages.send}, with their wire shapes
 * and their errors.
 *
 * @see <a href=
 * "https://developers.google.com/identity/protocols/oauth2/web-server#offline">Refreshing
 * an access token</a>
 * @see <a href=
 * "https://developers.google.com/identity/protocols/oauth2/service-account#httprest">A
 * service account's assertion</a>
 * @see <a href=
 * "https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send">messages.send</a>
 * @see <a href=
 * "https://developers.google.com/workspace/gmail/api/guides/handle-errors">Errors</a>
 */
public final class GoogleStandIn implements AutoCloseable {

	public static final String CLIENT_ID = "1234-abc.apps.googleusercontent.com";

	public static final String CLIENT_SECRET = "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ogle";

	public static final String REFRESH_TOKEN = "1//0a-refresh-token";

	static final String SERVICE_ACCOUNT = "mailer@project.iam.gserviceaccount.com";

	public static final Answer INVALID_GRANT = new Answer(400, """
			{"error": "invalid_grant", "error_description": "Token has been expired or revoked."}""");

	static final Answer UNAUTHORIZED_CLIENT = new Answer(401, """
			{"error": "unauthorized_client", "error_description": "Client is unauthorized to retrieve access tokens \
			using this method, or client not authorized for any of the scopes requested."}""");

	static final Answer HTML = new Answer(200, "<!DOCTYPE html><title>Sign in to the network</title>");

	/** Nothing, ever. */
	static final Answer SILENCE = new Answer(0, "");

	private static final String SEND = "/gmail/v1/users/me/messages/send";

	private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

	private final JsonMapper json = JsonMapper.shared();

	private final KeyPair key;

	private final HttpServer server;

	private final AtomicInteger number = new AtomicInteger();

	private final List<MimeMessage> sent = new CopyOnWriteArrayList<>();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	/** By path. */
	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private volatile String accessToken = "";

	private volatile MultiValueMap<String, String> asked = new LinkedMultiValueMap<>();

	public GoogleStandIn() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			this.key = generator.generateKeyPair();
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "google");
			thread.setDaemon(true);
			return thread;
		}));
		this.server.createContext("/token", (exchange) -> answer(exchange, this::token));
		this.server.createContext(SEND, (exchange) -> answer(exchange, this::send));
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * What sends by it with an OAuth client, but for the refresh token.
	 */
	public List<String> settings() {
		return List.of("vestibule.outbound.allowed-hosts=127.0.0.1", "vestibule.mail.google.client-id=" + CLIENT_ID,
				"vestibule.mail.google.client-secret=" + CLIENT_SECRET,
				"vestibule.mail.google.token-uri=" + url() + "/token", "vestibule.mail.google.api-uri=" + url() + "/");
	}

	/**
	 * A service account's key, as the Cloud console gives it.
	 */
	Path serviceAccountFile(Path folder) throws IOException {
		String pem = "-----BEGIN PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(this.key.getPrivate().getEncoded())
				+ "\n-----END PRIVATE KEY-----\n";
		return Files.writeString(folder.resolve("service-account.json"),
				this.json.writeValueAsString(Map.of("type", "service_account", "project_id", "project",
						"private_key_id", "k1", "private_key", pem, "client_email", SERVICE_ACCOUNT, "client_id", "42",
						"token_uri", url() + "/token")));
	}

	/**
	 * What the token endpoint answers from now on.
	 */
	public void token(Answer answer) {
		this.answers.put("/token", answer);
	}

	/**
	 * What messages.send answers from now on.
	 */
	public void send(Answer answer) {
		this.answers.put(SEND, answer);
	}

	/**
	 * The same, without forgetting what was sent.
	 */
	public void answerAsUsual() {
		this.answers.clear();
	}

	public void obliging() {
		answerAsUsual();
		this.sent.clear();
		this.refused.clear();
	}

	/**
	 * As if somebody had taken the access token back.
	 */
	void revokeAccessToken() {
		this.accessToken = "revoked";
	}

	public List<MimeMessage> sent() {
		return List.copyOf(this.sent);
	}

	int tokens() {
		return this.number.get();
	}

	String accessToken() {
		return this.accessToken;
	}

	/**
	 * What was wrong with requests that no test foresaw.
	 */
	List<String> refused() {
		return this.refused;
	}

	private Answer token(HttpExchange exchange) throws Exception {
		Map<String, String> form = form(exchange);
		if (JWT_BEARER.equals(form.get("grant_type"))) {
			check(form.get("assertion"));
		}
		else if ("authorization_code".equals(form.get("grant_type"))) {
			return redeem(form);
		}
		else if (!"refresh_token".equals(form.get("grant_type")) || !CLIENT_ID.equals(form.get("client_id"))
				|| !CLIENT_SECRET.equals(form.get("client_secret"))) {
			return new Answer(401, """
					{"error": "invalid_client", "error_description": "The OAuth client was not found."}""");
		}
		else if (!REFRESH_TOKEN.equals(form.get("refresh_token"))) {
			return INVALID_GRANT;
		}
		this.accessToken = "ya29.a0-" + this.number.incrementAndGet();
		return new Answer(200, """
				{"access_token": "%s", "expires_in": 3599, "scope": "%s", "token_type": "Bearer"}"""
			.formatted(this.accessToken, GmailTransport.SCOPE));
	}

	/**
	 * What the consent screen does when the mailbox's owner agrees.
	 * @return where their browser is sent
	 */
	public String agree(String authorizationUri) {
		MultiValueMap<String, String> asked = UriComponentsBuilder.fromUriString(authorizationUri)
			.build()
			.getQueryParams();
		this.asked = asked;
		return decoded("redirect_uri") + "/?state=" + asked.getFirst("state") + "&code=4/0a-code&scope="
				+ asked.getFirst("scope");
	}

	private Answer redeem(Map<String, String> form) {
		String challenge = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(Sha256.of(form.getOrDefault("code_verifier", "")));
		if (!"4/0a-code".equals(form.get("code")) || !CLIENT_SECRET.equals(form.get("client_secret"))
				|| !challenge.equals(decoded("code_challenge")) || !"S256".equals(decoded("code_challenge_method"))
				|| !decoded("redirect_uri").equals(form.get("redirect_uri"))
				|| !"offline".equals(decoded("access_type"))) {
			return INVALID_GRANT;
		}
		return new Answer(200, """
				{"access_token": "ya29.a0", "expires_in": 3599, "refresh_token": "%s", "token_type": "Bearer",
				 "scope": "%s", "refresh_token_expires_in": 604799}""".formatted(REFRESH_TOKEN, decoded("scope")));
	}

	private String decoded(String parameter) {
		return URLDecoder.decode(String.valueOf(this.asked.getFirst(parameter)), StandardCharsets.UTF_8);
	}

	private void check(String assertion) throws Exception {
		String[] parts = assertion.split("\\.");
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initVerify(this.key.getPublic());
		signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
		JsonNode claims = this.json.readTree(Base64.getUrlDecoder().decode(parts[1]));
		if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))
				|| !SERVICE_ACCOUNT.equals(claims.path("iss").asString())
				|| !"https://oauth2.googleapis.com/token".equals(claims.path("aud").asString())
				|| !"no-reply@login.example".equals(claims.path("sub").asString())
				|| !GmailTransport.SCOPE.equals(claims.path("scope").asString())
				|| claims.path("exp").asLong() < Instant.now().getEpochSecond()) {
			throw new IllegalStateException("not a valid assertion: " + claims);
		}
	}

	private Answer send(HttpExchange exchange) throws IOException, MessagingException {
		if (!("Bearer " + this.accessToken).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
			exchange.getResponseHeaders()
				.set("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
			return error(401, "UNAUTHENTICATED", "authError", "Invalid Credentials");
		}
		JsonNode body = this.json.readTree(exchange.getRequestBody().readAllBytes());
		byte[] mime = Base64.getUrlDecoder().decode(body.path("raw").asString());
		this.sent.add(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mime)));
		return new Answer(200, """
				{"id": "18c%d", "threadId": "18c%d", "labelIds": ["SENT"]}""".formatted(this.sent.size(),
				this.sent.size()));
	}

	/**
	 * An error of the Gmail API.
	 */
	public static Answer error(int code, String status, String reason, String message, String... headers) {
		return new Answer(code, """
				{"error": {"code": %d, "message": "%s",
				  "errors": [{"message": "%s", "domain": "global", "reason": "%s"}],
				  "status": "%s"}}""".formatted(code, message, message, reason, status), headers);
	}

	private void answer(HttpExchange exchange, Usual usual) throws IOException {
		Answer answer = this.answers.get(exchange.getRequestURI().getPath());
		try (exchange) {
			if (answer == SILENCE) {
				Thread.sleep(60_000);
			}
			if (answer == null) {
				answer = usual.answer(exchange);
			}
			else {
				exchange.getRequestBody().readAllBytes();
			}
			for (int i = 0; i < answer.headers().length; i += 2) {
				exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
			}
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders()
				.set("Content-Type", answer.body().startsWith("<") ? "text/html" : "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
		catch (Exception ex) {
			this.refused.add(ex.toString());
		}
	}

	private static Map<String, String> form(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		return Arrays.stream(body.split("&"))
			.map((pair) -> pair.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * An answer.
	 *
	 * @param headers names and values by turns
	 */
	public record Answer(int status, String body, String... headers) {

	}

	private interface Usual {

		Answer answer(HttpExchange exchange) throws Exception;

	}

}

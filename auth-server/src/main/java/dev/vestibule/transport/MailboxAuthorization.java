package dev.vestibule.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vestibule.keyring.RandomText;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.outbound.Outbound;
import dev.vestibule.transport.RefreshTokens.Granted;
import dev.vestibule.transport.TransportProperties.Google;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClientException;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Google's flow for installed applications: a browser on this machine comes back to a
 * port on loopback (RFC 8252, section 7.3), with PKCE and a state.
 *
 * @see <a href=
 * "https://developers.google.com/identity/protocols/oauth2/native-app">OAuth 2.0 for
 * desktop apps</a>
 */
class MailboxAuthorization {

	private static final long PATIENCE_MINUTES = 10;

	private final Google google;

	private final String mailbox;

	private final Outbound outbound;

	MailboxAuthorization(TransportProperties properties, Outbound outbound) {
		this.google = properties.google();
		this.mailbox = (this.google.mailbox() != null) ? this.google.mailbox() : properties.sender().getAddress();
		this.outbound = outbound;
	}

	/**
	 * Prints where the mailbox's owner grants access, waits for it, and redeems it.
	 * @param port on loopback; any free one if 0
	 * @return empty if it came to nothing, which has been said
	 */
	Optional<Granted> ask(String scope, int port) {
		String state = RandomText.of(32);
		String verifier = RandomText.of(32);
		CompletableFuture<MultiValueMap<String, String>> answer = new CompletableFuture<>();
		HttpServer loopback = listen(port, state, answer);
		try {
			String redirectUri = "http://127.0.0.1:" + loopback.getAddress().getPort();
			System.out.println("Open this in a browser on this machine, and sign in as " + this.mailbox + ":");
			System.out.println(authorizationUri(scope, redirectUri, state, verifier));
			MultiValueMap<String, String> parameters = answer.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
			String code = parameters.getFirst("code");
			return (code != null) ? redeem(code, redirectUri, verifier)
					: refused("Google said: " + Refusal.clean(String.valueOf(parameters.getFirst("error"))));
		}
		catch (TimeoutException ex) {
			return refused("Nobody has granted access within " + PATIENCE_MINUTES + " minutes.");
		}
		catch (InterruptedException | ExecutionException ex) {
			Thread.currentThread().interrupt();
			return refused("Interrupted.");
		}
		finally {
			// The page that ends it is still on its way.
			loopback.stop(1);
		}
	}

	private String authorizationUri(String scope, String redirectUri, String state, String verifier) {
		return UriComponentsBuilder.fromUri(this.google.authorizationUri())
			.queryParam("response_type", "code")
			.queryParam("client_id", "{clientId}")
			.queryParam("redirect_uri", "{redirectUri}")
			.queryParam("scope", "{scope}")
			.queryParam("state", state)
			.queryParam("code_challenge", base64(Sha256.of(verifier)))
			.queryParam("code_challenge_method", "S256")
			// A refresh token, also where one was given before.
			.queryParam("access_type", "offline")
			.queryParam("prompt", "consent")
			.queryParam("login_hint", "{mailbox}")
			.encode()
			.buildAndExpand(Map.of("clientId", String.valueOf(this.google.clientId()), "redirectUri", redirectUri,
					"scope", scope, "mailbox", this.mailbox))
			.toUriString();
	}

	private Optional<Granted> redeem(String code, String redirectUri, String verifier) {
		MultiValueMap<String, @Nullable String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "authorization_code");
		form.add("code", code);
		form.add("client_id", this.google.clientId());
		form.add("client_secret", this.google.clientSecret());
		form.add("redirect_uri", redirectUri);
		form.add("code_verifier", verifier);
		try {
			String body = this.outbound.restClient().defaultStatusHandler((status) -> true, (request, response) -> {
			})
				.build()
				.post()
				.uri(this.google.tokenUri())
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.body(form)
				.retrieve()
				.body(String.class);
			JsonNode tokens = JsonMapper.shared().readTree((body != null) ? body : "");
			if (!tokens.hasNonNull("refresh_token")) {
				return refused("Google gave no refresh token: "
						+ Refusal.clean(tokens.path("error").asString("nothing was said of why")));
			}
			long seconds = tokens.path("refresh_token_expires_in").asLong(0);
			return Optional.of(new Granted(tokens.path("refresh_token").asString(),
					(seconds > 0) ? Instant.now().plusSeconds(seconds) : null));
		}
		catch (RestClientException | JacksonException ex) {
			return refused("There is no proper answer from Google's token endpoint.");
		}
	}

	private static HttpServer listen(int port, String state, CompletableFuture<MultiValueMap<String, String>> answer) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.createContext("/", (exchange) -> come(exchange, state, answer));
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The port for the answer cannot be opened: " + port, ex);
		}
	}

	private static void come(HttpExchange exchange, String state,
			CompletableFuture<MultiValueMap<String, String>> answer) throws IOException {
		MultiValueMap<String, String> parameters = UriComponentsBuilder.fromUri(exchange.getRequestURI())
			.build()
			.getQueryParams();
		boolean ours = "GET".equals(exchange.getRequestMethod()) && state.equals(parameters.getFirst("state"));
		boolean granted = ours && parameters.containsKey("code");
		byte[] page = (granted ? "Access is granted. You can close this window."
				: "Access was not granted. The command says more.")
			.getBytes(StandardCharsets.UTF_8);
		try (exchange) {
			exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=UTF-8");
			exchange.getResponseHeaders().set("Cache-Control", "no-store");
			exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
			exchange.sendResponseHeaders(ours ? 200 : 404, page.length);
			exchange.getResponseBody().write(page);
		}
		// Who does not know the state is not whom we have sent there.
		if (ours) {
			answer.complete(decoded(parameters));
		}
	}

	private static MultiValueMap<String, String> decoded(MultiValueMap<String, String> parameters) {
		MultiValueMap<String, String> decoded = new LinkedMultiValueMap<>();
		parameters.forEach((name, values) -> values.stream()
			.filter((value) -> value != null)
			.forEach((value) -> decoded.add(name, URLDecoder.decode(value, StandardCharsets.UTF_8))));
		return decoded;
	}

	private static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static Optional<Granted> refused(String why) {
		System.err.println(why);
		return Optional.empty();
	}

}

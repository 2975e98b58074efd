package dev.vestibule.flow;

import java.io.IOException;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks 18 and 31: requests that claim to be for another host, or come from another
 * site.
 */
class ForgedRequestTests extends SignInFlowTests {

	private final String email = someone();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "Host|evil.example", "Forwarded|host=evil.example;proto=https", "X-Forwarded-Host|evil.example",
					"X-Forwarded-Proto|https", "X-Forwarded-Prefix|/evil", "X-Forwarded-Port|444" })
	void attack18WhenHostIsForgedThenDiscoveryAndLoginAtProvidersAreOurs(String header, String value)
			throws IOException {
		String discovery = send("GET /.well-known/openid-configuration", header, value, "", "");
		assertThat(discovery).contains("\"issuer\":\"" + NODE.issuer() + "\"").doesNotContain("evil", ":444");
		String login = send("GET /oauth2/authorization/google", header, value, "", "");
		assertThat(login).contains("redirect_uri=" + NODE.issuer() + "/login/oauth2/code/google")
			.doesNotContain("evil", ":444");
	}

	@Test
	void attack18WhenHostOfASignUpIsForgedThenMailedLinkIsOurs() throws IOException {
		Browser browser = browser();
		Map<String, String> form = form(this.email);
		form.put("_csrf", browser.csrf("/signup"));
		String answer = send("POST /signup", "Host", "evil.example", cookieHeader(browser), Browser.encode(form));
		assertThat(answer).startsWith("HTTP/1.1 303").doesNotContain("evil");
		assertThat(link(this.email, 1)).startsWith(NODE.issuer() + "/verify/link?");
		assertThat(mail(this.email, 1)).doesNotContain("evil");
	}

	@Test
	void attack31WhenPostedFromAnotherSiteThen403Everywhere() {
		Browser browser = signedIn(this.email);
		String csrf = browser.csrf("/");
		Set<String> paths = postPaths();
		assertThat(paths).contains("/login", "/signup", "/signup/address", "/verify", "/verify/resend", "/verify/link",
				"/logout");
		for (String path : paths) {
			Map<String, String> form = new TreeMap<>(Map.of("username", this.email, "password", People.PASSWORD));
			if (!path.startsWith("/providers/") && !path.equals("/unsubscribe")) {
				assertThat(browser.post(path, form).status()).as(path + " without the token").isEqualTo(403);
			}
			form.put("_csrf", csrf);
			for (String origin : new String[] { "https://evil.example", "null", NODE.issuer() + ".evil.example" }) {
				Page page = browser.post(path, form, "Origin", origin);
				assertThat(page.status()).as(path + " from " + origin).isEqualTo(403);
				assertThat(page.response().headers().allValues("Set-Cookie")).as(path).isEmpty();
			}
		}
		assertThat(browser.get("/").body()).contains(this.email);
	}

	@Test
	void attack31WhenTheTokensCookieIsPlantedThen403() throws IOException {
		Browser attacker = browser();
		Map<String, String> form = Map.of("_csrf", attacker.csrf("/login"));
		Browser victim = signedIn(this.email);
		String cookies = "Cookie: VESTIBULE_SESSION=%s; VESTIBULE_CSRF=%s\r\n".formatted(cookies(victim).get(0),
				attacker.cookies()
					.stream()
					.filter((cookie) -> cookie.getName().equals("VESTIBULE_CSRF"))
					.findFirst()
					.orElseThrow()
					.getValue());
		assertThat(send("POST /logout", "Accept", "text/html", cookies, Browser.encode(form)))
			.startsWith("HTTP/1.1 403");
		assertThat(victim.get("/").body()).contains(this.email);
	}

	@Test
	void attack31WhenConsentIsPostedFromAnotherSiteThen403() {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Browser browser = signedIn(this.email);
		String state = Browser.queryParameter(browser.visit(asking.authorizeUrl("openid notes.read")).response().uri(),
				"state");
		Map<String, String> form = Map.of("client_id", "asking", "state", state, "scope", "notes.read");
		for (String path : new String[] { "/oauth2/authorize", "/connect/logout" }) {
			assertThat(browser.post(path, form, "Origin", "https://evil.example").status()).as(path).isEqualTo(403);
		}
		assertThat(browser.get(asking.authorizeUrl("openid notes.read")).location()).contains("/consent");
	}

	/**
	 * Every path of our own that takes a form; the admin API knows no cookies. What
	 * Facebook calls takes its signature in place of a token, and what a mailbox calls
	 * takes the mail's (RFC 8058).
	 */
	private static Set<String> postPaths() {
		Set<String> paths = NODE.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
			.getHandlerMethods()
			.keySet()
			.stream()
			.filter((mapping) -> mapping.getMethodsCondition().getMethods().contains(RequestMethod.POST))
			.flatMap((mapping) -> mapping.getPatternValues().stream())
			.filter((path) -> !path.startsWith("/admin/api"))
			.map((path) -> path.replaceAll("\\{[^}]+}", "x"))
			.collect(Collectors.toCollection(TreeSet::new));
		paths.add("/logout");
		return paths;
	}

	// No client that behaves lets one choose the host header.
	private static String send(String line, String header, String value, String cookies, String body)
			throws IOException {
		URI node = URI.create(NODE.url());
		String host = header.equals("Host") ? "" : "Host: " + node.getAuthority() + "\r\n";
		try (Socket socket = new Socket(node.getHost(), node.getPort())) {
			socket.getOutputStream()
				.write((line + " HTTP/1.1\r\n" + host + header + ": " + value + "\r\n" + cookies
						+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
						+ "\r\nConnection: close\r\n\r\n" + body)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String cookieHeader(Browser browser) {
		return "Cookie: " + browser.cookies().stream().map(HttpCookie::toString).collect(Collectors.joining("; "))
				+ "\r\n";
	}

}

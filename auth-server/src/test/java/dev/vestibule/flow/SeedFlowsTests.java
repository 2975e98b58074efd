package dev.vestibule.flow;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.standin.AnyOAuth2;
import dev.vestibule.standin.AnyOpenId;
import dev.vestibule.standin.Facebook;
import dev.vestibule.standin.Google;
import dev.vestibule.standin.StandIn;
import dev.vestibule.standin.StandIn.Person;
import dev.vestibule.standin.X;
import dev.vestibule.transport.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The flows for which the product was made, each by its name; mail to people who have
 * signed in is in {@link MailToSignedInPersonTests}. Here every provider is there by
 * configuration alone.
 */
class SeedFlowsTests extends SignInFlowTests {

	private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

	private static final ScriptedSmtpServer MAIL_SERVER = new ScriptedSmtpServer();

	private static final Map<String, StandIn> PROVIDERS = Map.of("google", new Google(), "facebook", new Facebook(),
			"x", new X(), "office", new AnyOpenId(), "club", new AnyOAuth2());

	private static final Node CONFIGURED = Node.start(TestDatabase.create(), MAIL, settings());

	private final RelyingApp app = new RelyingApp(CONFIGURED.url(), "web", "web-secret");

	private static String[] settings() {
		List<String> settings = new ArrayList<>(
				List.of("spring.mail.port=" + MAIL_SERVER.port(), "vestibule.outbound.allowed-hosts=127.0.0.1"));
		PROVIDERS.forEach((id, provider) -> {
			provider.start();
			Map<String, Object> fields = provider.registration(id);
			fields.remove("id");
			fields.forEach((name, value) -> settings
				.add("vestibule.providers." + id + "." + name.replace('_', '-') + "=" + value));
		});
		return settings.toArray(String[]::new);
	}

	@AfterAll
	static void close() {
		CONFIGURED.close();
		PROVIDERS.values().forEach(StandIn::close);
		MAIL_SERVER.close();
	}

	@Test
	void signUpByMailedLink() {
		String email = someone();
		Browser browser = browser();
		browser.visit(this.web.authorizeUrl("openid email"));
		signUp(browser, email);
		Page resumed = browser.follow(press(browser, link(email, 1)));
		assertThat(emailIn(this.web.redeem(resumed.parameter("code")))).isEqualTo(email);
	}

	@Test
	void signUpByMailedCode() {
		String email = someone();
		Browser browser = browser();
		browser.visit(this.web.authorizeUrl("openid email"));
		signUp(browser, email);
		Page resumed = browser.follow(type(browser, code(email, 1)));
		assertThat(emailIn(this.web.redeem(resumed.parameter("code")))).isEqualTo(email);
	}

	@Test
	void signUpByMailedCodeWhenItHasExpiredThenSaidAndAnotherHelps() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		// A mail that leaves later would carry a fresh one.
		String expired = code(email, 1);
		changeChallenge(email, "code_expires_at = now()");
		assertThat(type(browser, expired).body()).contains("has expired");
		aMinuteLater(email);
		resend(browser);
		assertThat(type(browser, code(email, 2)).header("Location")).isEqualTo("/");
	}

	@Test
	void signUpByMailedCodeWhenSentAgainThenTheEarlierIsVoid() {
		String email = someone();
		Browser browser = browser();
		signUp(browser, email);
		String earlier = code(email, 1);
		aMinuteLater(email);
		assertThat(resend(browser).header("Location")).isEqualTo("/verify?resent");
		String later = code(email, 2);
		if (!later.equals(earlier)) {
			assertThat(type(browser, earlier).status()).isEqualTo(400);
			assertThat(count("account", email)).isZero();
		}
		assertThat(type(browser, later).header("Location")).isEqualTo("/");
	}

	@Test
	void signUpByMailedCodeWhenSendingFailsThenTheErrorIsShown() {
		String email = someone();
		MAIL_SERVER.reply("RCPT TO:<" + email + ">", "550 5.1.1 no such user");
		Browser browser = new Browser(CONFIGURED.url());
		signUp(browser, email);
		await().until(() -> browser.get("/verify").body().contains("delivery-failed"));
		assertThat(browser.get("/verify").body()).contains("no such user", "Correct the address");
	}

	@Test
	void facebookLoginToJwtAndProtectedResource() {
		loginToJwtAndProtectedResource("facebook");
	}

	@Test
	void googleLoginToJwtAndProtectedResource() {
		loginToJwtAndProtectedResource("google");
	}

	@Test
	void xLoginToJwtAndProtectedResource() {
		loginToJwtAndProtectedResource("x");
	}

	@Test
	void genericOpenIdProviderByConfigurationToJwtAndProtectedResource() {
		loginToJwtAndProtectedResource("office");
	}

	@Test
	void genericOAuth2ProviderByConfigurationToJwtAndProtectedResource() {
		loginToJwtAndProtectedResource("club");
	}

	private void loginToJwtAndProtectedResource(String provider) {
		String email = someone();
		Browser browser = new Browser(CONFIGURED.url());
		browser.visit(this.app.authorizeUrl("openid email notes.read"));
		assertThat(comeBack(browser, provider, new Person("4711", email, true, "Ann")).header("Location"))
			.isEqualTo("/verify");
		Page resumed = browser.follow(type(browser, codeFor(email)));
		Page tokens = this.app.redeem(resumed.parameter("code"));
		String accessToken = RelyingApp.field(tokens, "access_token");
		Jwt jwt = notes().decode(accessToken);
		assertThat(jwt.getClaimAsString("scope")).contains("notes.read");
		Page resource = this.app.userInfo(accessToken);
		assertThat(resource.status()).isEqualTo(200);
		assertThat(RelyingApp.field(resource, "email")).isEqualTo(email);
		assertThat(RelyingApp.field(resource, "sub")).isEqualTo(jwt.getSubject());
	}

	private static Page comeBack(Browser browser, String id, Person person) {
		StandIn provider = PROVIDERS.get(id);
		String asked = browser.get("/oauth2/authorization/" + id).header("Location");
		Map<String, String> answer = new LinkedHashMap<>(provider.extra());
		answer.put("state", Browser.queryParameter(URI.create(asked), "state"));
		answer.put("code", provider.code(asked, person));
		return browser.get("/login/oauth2/code/" + id + "?" + Browser.encode(answer));
	}

	/**
	 * As a resource server reads an access token (RFC 9068).
	 */
	private static NimbusJwtDecoder notes() {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(CONFIGURED.url() + "/oauth2/jwks")
			.jwsAlgorithm(SignatureAlgorithm.ES256)
			.validateType(false)
			.build();
		decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
			.issuer(CONFIGURED.issuer())
			.audience(Node.API)
			.clientId("web")
			.build());
		return decoder;
	}

	private static String emailIn(Page tokens) {
		return String.valueOf(RelyingApp.claims(RelyingApp.field(tokens, "id_token")).getClaim("email"));
	}

	private static String codeFor(String email) {
		await().until(() -> mailsTo(email).findAny().isPresent());
		Matcher code = CODE.matcher(mailsTo(email).findAny().orElseThrow());
		assertThat(code.find()).isTrue();
		return code.group(1);
	}

	private static Stream<String> mailsTo(String email) {
		return MAIL_SERVER.accepted().stream().filter((mail) -> mail.contains(email));
	}

}

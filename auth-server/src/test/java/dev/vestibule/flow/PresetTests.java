package dev.vestibule.flow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.standin.StandIn;
import dev.vestibule.standin.StandIn.Person;
import dev.vestibule.standin.StandIn.Reply;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every preset, whatever its provider's answers look like.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PresetTests<P extends StandIn> extends SignInFlowTests {

	final P provider;

	/** The id in addresses; every kind of provider may be there several times. */
	final String id;

	PresetTests(P provider) {
		this.provider = provider;
		this.id = provider.preset() + "-" + UUID.randomUUID().toString().substring(0, 8);
	}

	@BeforeAll
	void register() {
		this.provider.start();
		Map<String, Object> fields = this.provider.registration(this.id);
		fields.put("name", name());
		NODE.bean(ProviderRegistrations.class).register(fields, "test");
	}

	@AfterAll
	void delete() {
		NODE.bean(ProviderRegistrations.class).delete(this.id, "test");
		this.provider.close();
	}

	@AfterEach
	void repair() {
		this.provider.repair();
	}

	@Test
	void signInWhenAddressIsNewThenProvedByMailAndKnownFromThenOn() {
		Person ann = someoneThere(someone());
		Browser browser = browser();
		assertThat(signIn(browser, ann).header("Location")).isEqualTo("/verify");
		assertThat(count("account", ann.email())).isZero();
		assertThat(type(browser, code(ann.email(), 1)).header("Location")).isEqualTo("/");
		assertThat(browser.get("/").body()).contains(ann.email(), ann.name());
		assertThat(identity(ann)).isEqualTo(this.id + " " + this.provider.authority());
		Browser another = browser();
		assertThat(signIn(another, ann).header("Location")).isEqualTo("/");
		assertThat(another.get("/").body()).contains(ann.email());
	}

	@Test
	void signInWhenApplicationAskedThenTokens() {
		Person ann = someoneThere(someone());
		Browser browser = browser();
		assertThat(browser.visit(this.web.authorizeUrl("openid email")).body()).contains(name());
		signIn(browser, ann);
		Page resumed = browser.follow(type(browser, code(ann.email(), 1)));
		Page tokens = this.web.redeem(resumed.parameter("code"));
		assertThat(RelyingApp.claims(RelyingApp.field(tokens, "id_token")).getClaim("email")).isEqualTo(ann.email());
	}

	@Test
	void signInWhenCancelledThenSaid() {
		Browser browser = browser();
		Page page = callback(browser, begin(browser), this.provider.cancelled());
		assertThat(page.header("Location")).isEqualTo("/login?error=cancelled&provider=" + this.id);
		assertThat(browser.get(page.header("Location")).body()).contains("You stopped signing in with " + name());
	}

	@Test
	void signInWhenNoAddressThenAskedForOne() {
		Person ann = someoneThere(null);
		Browser browser = browser();
		assertThat(signIn(browser, ann).header("Location")).isEqualTo("/signup/address");
		String email = someone();
		assertThat(browser.submit("/signup/address", Map.of("email", email)).header("Location")).isEqualTo("/verify");
		assertThat(type(browser, code(email, 1)).header("Location")).isEqualTo("/");
		assertThat(identity(ann)).isEqualTo(this.id + " " + this.provider.authority());
	}

	static Stream<Arguments> notVerified() {
		return Stream.of(Arguments.of((Object) null), Arguments.of(false), Arguments.of("false"), Arguments.of("true"),
				Arguments.of(1));
	}

	@ParameterizedTest
	@MethodSource("notVerified")
	void attack3WhenVictimsAddressIsNotVerifiedThenNoSessionAndTheCodeGoesToTheVictim(@Nullable Object verified) {
		String victim = victim();
		Browser attacker = browser();
		Person mallory = new Person(subject(), victim, verified, "Mallory");
		String next = signIn(attacker, mallory).header("Location");
		assertThat(next).isIn("/verify", "/signup/address");
		assertNotSignedIn(attacker, victim);
		assertThat(identity(mallory)).isEmpty();
		if (next.equals("/verify")) {
			mail(victim, 2);
		}
	}

	@Test
	void attack4WhenNewSubjectHasTheVictimsAddressThenSignInToTheAccountIsDemanded() {
		String victim = victim();
		Browser attacker = browser();
		Person mallory = someoneThere(victim);
		assertThat(signIn(attacker, mallory).header("Location")).isIn("/verify", "/login");
		assertNotSignedIn(attacker, victim);
		assertThat(identity(mallory)).isEmpty();
	}

	@Test
	void attack4WhenKnownSubjectTakesOnTheVictimsAddressThenItStaysWhereItIs() {
		String victim = victim();
		Person mallory = someoneThere(someone());
		signUp(mallory);
		Browser attacker = browser();
		assertThat(signIn(attacker, new Person(mallory.subject(), victim, true, mallory.name())).header("Location"))
			.isEqualTo("/");
		assertThat(attacker.get("/").body()).contains(mallory.email()).doesNotContain(victim);
	}

	@Test
	void attack6WhenVictimIsLuredToTheAttackersCallbackThenNothingLinks() {
		String victim = someone();
		Browser victims = signedIn(victim);
		Person mallory = someoneThere(victim);
		Browser attacker = browser();
		String asked = begin(attacker);
		Page page = callback(victims, asked, Map.of("code", this.provider.code(asked, mallory)));
		assertThat(page.header("Location")).isEqualTo("/login?error=provider-failed&provider=" + this.id);
		assertThat(identity(mallory)).isEmpty();
		assertThat(victims.get("/").body()).contains(victim);
	}

	@Test
	void attack28WhenCodeIsOfAnotherLoginThenFails() {
		Browser victims = browser();
		Browser attacker = browser();
		String stolen = this.provider.code(begin(victims), someoneThere(someone()));
		assertFailed(callback(attacker, begin(attacker), Map.of("code", stolen)), attacker);
	}

	@Test
	void attack29WhenAnswerCarriesAForeignIssuerThenFails() {
		Browser browser = browser();
		String asked = begin(browser);
		assertFailed(callback(browser, asked,
				Map.of("code", this.provider.code(asked, someoneThere(someone())), "iss", "https://evil.example")),
				browser);
	}

	@Test
	void attack29WhenAnswerComesToAnotherProvidersAddressThenFails() {
		Browser browser = browser();
		String asked = begin(browser);
		Page page = browser.get("/login/oauth2/code/google?state=" + Browser.queryParameter(URI.create(asked), "state")
				+ "&code=" + this.provider.code(asked, someoneThere(someone())));
		assertThat(page.header("Location")).isEqualTo("/login?error=provider-failed&provider=google");
	}

	@ParameterizedTest
	@MethodSource("injected")
	void attack37WhenAddressOrNameHoldsControlsThenOneMailToOneRecipientOrNone(String email, String name)
			throws MessagingException {
		String own = someone();
		String other = someone();
		Person mallory = new Person(subject(), email.formatted(own, other), true, name.formatted(other));
		Browser browser = browser();
		String next = signIn(browser, mallory).header("Location");
		assertThat(next).isIn("/verify", "/signup/address");
		if (next.equals("/verify")) {
			mail(own, 1);
			MimeMessage[] mails = this.people.mailsTo(own);
			assertThat(mails).hasSize(1);
			assertThat(mails[0].getAllRecipients()).extracting(Address::toString).containsExactly(own);
		}
		assertThat(this.people.mailsTo(other)).isEmpty();
	}

	static Stream<Arguments> injected() {
		return Stream.of(Arguments.of("%s\r\nBcc: %s", "Ann"), Arguments.of("%s,%s", "Ann"),
				Arguments.of("%s\0%s", "Ann"), Arguments.of("\"x\r\nRCPT TO:<%2$s>\"@example.com", "Ann"),
				Arguments.of("%s", "Ann\r\nBcc: %s\r\n\r\nx"), Arguments.of("%s", "Ann\0"));
	}

	@Test
	void signInWhenCodeIsRefusedThenFails() {
		this.provider.fails(this.provider.tokenPath(), this.provider.codeRefused());
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@Test
	void signInWhenNothingMoreIsSaidThenFails() {
		this.provider.fails(this.provider.lastPath(), this.provider.lastRefused());
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@Test
	void signInWhenOutOfOrderThenSaid() {
		for (String path : List.of(this.provider.tokenPath(), this.provider.lastPath())) {
			this.provider.repair();
			this.provider.fails(path, new Reply(502, "text/html", "<h1>Bad Gateway</h1>"));
			Browser browser = browser();
			Page page = signIn(browser, someoneThere(someone()));
			assertThat(page.header("Location")).isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
			assertThat(browser.get(page.header("Location")).body()).contains(name() + " does not answer");
		}
	}

	@Test
	void signInWhenSwitchedOffMeanwhileThenStops() {
		Person ann = someoneThere(someone());
		Browser browser = browser();
		String asked = begin(browser);
		ProviderRegistrations registrations = NODE.bean(ProviderRegistrations.class);
		registrations.enable(this.id, false, "test");
		try {
			Page page = callback(browser, asked, Map.of("code", this.provider.code(asked, ann)));
			assertThat(page.header("Location")).isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
			assertThat(browser.get("/oauth2/authorization/" + this.id).status()).isEqualTo(404);
			assertThat(browser.get("/login").body()).doesNotContain("/oauth2/authorization/" + this.id);
			assertThat(identity(ann)).isEmpty();
		}
		finally {
			registrations.enable(this.id, true, "test");
		}
	}

	@Test
	void signInWhenSwitchedOffBeforeTheProofThenNobodyIsLinked() {
		Person ann = someoneThere(someone());
		Browser browser = browser();
		assertThat(signIn(browser, ann).header("Location")).isEqualTo("/verify");
		String code = code(ann.email(), 1);
		ProviderRegistrations registrations = NODE.bean(ProviderRegistrations.class);
		registrations.enable(this.id, false, "test");
		try {
			type(browser, code);
			assertThat(identity(ann)).isEmpty();
			assertThat(count("account", ann.email())).isZero();
		}
		finally {
			registrations.enable(this.id, true, "test");
		}
	}

	@Test
	void signInThenTheirTokensAreNotKept() {
		signUp(someoneThere(someone()));
		Browser browser = browser();
		signIn(browser, someoneThere(someone()));
		assertThat(NODE.jdbc().sql("""
				SELECT count(*) FROM browser_session, jsonb_each_text(attributes)
				WHERE position(?::bytea IN decode(value, 'base64')) > 0
				""").param("upstream-token".getBytes(StandardCharsets.US_ASCII)).query(Integer.class).single())
			.isZero();
	}

	/** What people call it here. */
	String name() {
		return "The " + this.provider.preset() + " of tests";
	}

	String subject() {
		return String.valueOf(Math.abs(UUID.randomUUID().getLeastSignificantBits() >> 11));
	}

	Person someoneThere(@Nullable String email) {
		return new Person(subject(), email, true, "Ann There");
	}

	/** An account of our own, whose owner has nothing to do with the provider. */
	String victim() {
		String victim = someone();
		signedIn(victim);
		return victim;
	}

	void signUp(Person person) {
		Browser browser = browser();
		signIn(browser, person);
		assertThat(type(browser, code(person.email(), 1)).header("Location")).isEqualTo("/");
	}

	/** Where the browser is sent. */
	String begin(Browser browser) {
		Page page = browser.get("/oauth2/authorization/" + this.id);
		assertThat(page.header("Location")).startsWith(this.provider.url());
		String asked = page.header("Location");
		assertThat(Browser.queryParameter(URI.create(asked), "redirect_uri"))
			.isEqualTo(NODE.issuer() + "/login/oauth2/code/" + this.id);
		assertThat(Browser.queryParameter(URI.create(asked), "client_id")).isEqualTo(StandIn.CLIENT_ID);
		return asked;
	}

	Page signIn(Browser browser, Person person) {
		String asked = begin(browser);
		return callback(browser, asked, Map.of("code", this.provider.code(asked, person)));
	}

	Page callback(Browser browser, String asked, Map<String, String> answer) {
		Map<String, String> parameters = new LinkedHashMap<>(this.provider.extra());
		parameters.put("state", Browser.queryParameter(URI.create(asked), "state"));
		parameters.putAll(answer);
		return deliver(browser, "/login/oauth2/code/" + this.id, parameters);
	}

	Page deliver(Browser browser, String path, Map<String, String> parameters) {
		return browser.get(path + "?" + Browser.encode(parameters));
	}

	void assertFailed(Page page, Browser browser) {
		assertThat(page.header("Location")).isEqualTo("/login?error=provider-failed&provider=" + this.id);
		assertThat(browser.get(page.header("Location")).body()).contains(name() + " did not confirm who you are");
	}

	void assertNotSignedIn(Browser browser, String email) {
		assertThat(browser.get("/").body()).doesNotContain(email);
		assertThat(browser.get(this.web.authorizeUrl("openid")).header("Location"))
			.doesNotStartWith(RelyingApp.REDIRECT_URI);
	}

	/** Under what a person is known, if at all. */
	String identity(Person person) {
		return NODE.jdbc()
			.sql("SELECT provider || ' ' || authority FROM federated_identity WHERE subject = ? AND provider = ?")
			.params(person.subject(), this.id)
			.query(String.class)
			.optional()
			.orElse("");
	}

}

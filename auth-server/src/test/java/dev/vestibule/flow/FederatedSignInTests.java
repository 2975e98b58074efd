package dev.vestibule.flow;

import java.net.URI;
import java.util.stream.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;

import dev.vestibule.flow.Browser.Page;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FederatedSignInTests extends SignInFlowTests {

	private final String subject = UUID.randomUUID().toString();

	private final String email = someone();

	private final String gmail = this.email.replace("example.com", "gmail.com");

	private final Browser browser = browser();

	@Test
	void googleWhenTrustedAndFreeThenAccountAtOnce() {
		assertThat(trusted(this.browser, this.gmail).header("Location")).isEqualTo("/");
		assertThat(this.browser.get("/").body()).contains(this.gmail, "Ann Google");
		assertThat(verifiedBy(this.gmail)).isEqualTo("provider:google");
		assertThat(this.people.mailsTo(this.gmail)).isEmpty();
	}

	@Test
	void attack4WhenKnownThenSignedInThoughAddressChanged() {
		trusted(this.browser, this.gmail);
		Browser another = browser();
		assertThat(trusted(another, someone()).header("Location")).isEqualTo("/");
		assertThat(another.get("/").body()).contains(this.gmail);
	}

	@Test
	void googleWhenKnownAndDisabledThenRefused() {
		trusted(this.browser, this.gmail);
		NODE.jdbc().sql("UPDATE account SET enabled = false WHERE email = ?").param(this.gmail).update();
		Browser another = browser();
		assertThat(trusted(another, this.gmail).header("Location")).isEqualTo("/login?error=disabled");
		assertThat(another.get("/").body()).doesNotContain(this.gmail);
	}

	@Test
	void facebookWhenAddressIsFreeThenProvedAndLinked() {
		assertThat(facebook(this.browser).header("Location")).isEqualTo("/verify");
		assertThat(count("account", this.email)).isZero();
		assertThat(type(this.browser, code(this.email, 1)).header("Location")).isEqualTo("/");
		assertThat(this.browser.get("/").body()).contains(this.email, "Ann Facebook");
		Browser another = browser();
		assertThat(facebook(another).header("Location")).isEqualTo("/");
		assertThat(another.get("/").body()).contains(this.email);
	}

	@Test
	void facebookWhenAddressIsHeldThenSameMailAndSignInLinks() {
		signedIn(this.email);
		assertThat(facebook(this.browser).header("Location")).isEqualTo("/verify");
		assertThat(type(this.browser, code(this.email, 2)).header("Location")).isEqualTo("/login");
		assertThat(this.browser.get("/").body()).as("not signed in by it").doesNotContain(this.email);
		assertThat(links()).isZero();
		assertThat(this.browser.get("/login").body()).contains("link Facebook", this.email);
		assertThat(this.people.signIn(this.browser, this.email).header("Location")).isEqualTo("/");
		assertThat(links()).isOne();
		mail(this.email, 4);
		assertThat(Stream.of(this.people.mailsTo(this.email)).skip(2).map(FederatedSignInTests::subject))
			.as("of the link and of the new device, in no order")
			.containsExactlyInAnyOrder("Facebook can now sign you in", "New sign-in to your account");
		assertThat(facebook(browser()).header("Location")).isEqualTo("/");
	}

	@Test
	void attack6WhenProvedButAnotherAccountSignsInThenNotLinked() {
		signedIn(this.email);
		String other = someone();
		signedIn(other);
		facebook(this.browser);
		type(this.browser, code(this.email, 2));
		assertThat(this.people.signIn(this.browser, other).header("Location")).isEqualTo("/");
		assertThat(links()).isZero();
		assertThat(this.browser.get("/login").body()).doesNotContain("link Facebook");
	}

	@Test
	void facebookWhenProvedButCredentialsChangedMeanwhileThenNotLinked() {
		signedIn(this.email);
		facebook(this.browser);
		type(this.browser, code(this.email, 2));
		NODE.jdbc()
			.sql("UPDATE account SET credential_epoch = credential_epoch + 1 WHERE email = ?")
			.param(this.email)
			.update();
		this.people.signIn(this.browser, this.email);
		assertThat(links()).isZero();
	}

	@Test
	void attack4WhenTrustedAddressIsHeldThenItsOwnerHasToSignIn() {
		signedIn(this.gmail);
		assertThat(trusted(this.browser, this.gmail).header("Location")).isEqualTo("/login");
		assertThat(this.browser.get("/").body()).doesNotContain(this.gmail);
		assertThat(this.browser.get("/login").body()).contains("link Google");
		assertThat(links()).isZero();
		this.people.signIn(this.browser, this.gmail);
		assertThat(links()).isOne();
	}

	@Test
	void attack2WhenOwnerComesWithGoogleThenPasswordSignUpIsDead() {
		Browser attacker = browser();
		Map<String, String> form = form(this.gmail);
		form.put("password", "the attacker's own password");
		attacker.submit("/signup", form);
		String code = code(this.gmail, 1);
		assertThat(trusted(this.browser, this.gmail).header("Location")).isEqualTo("/");
		assertThat(type(attacker, code).status()).isEqualTo(400);
		assertThat(attacker.get(link(this.gmail, 1)).status()).isEqualTo(400);
		assertThat(
				browser().submit("/login", Map.of("username", this.gmail, "password", form.get("password"))).status())
			.isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "absent", "false", "\"false\"", "\"true\"", "true" })
	void attack3WhenAddressIsNotTrustedThenCodeGoesToItsOwner(String verified) {
		signedIn(this.email);
		Map<String, Object> claims = new TreeMap<>(Map.of("email", this.email));
		if (!verified.equals("absent")) {
			claims.put("email_verified",
					verified.startsWith("\"") ? verified.replace("\"", "") : Boolean.valueOf(verified));
		}
		Page page = UPSTREAM.google(this.browser, this.subject, claims);
		assertThat(page.header("Location")).isEqualTo("/verify");
		assertThat(this.browser.get("/").body()).doesNotContain(this.email);
		assertThat(links()).isZero();
		mail(this.email, 2);
	}

	@Test
	void facebookWhenNoAddressThenAskedForAndNeverTrusted() {
		Page page = UPSTREAM.facebook(this.browser, this.subject, Map.of("name", "Ann Facebook"));
		assertThat(page.header("Location")).isEqualTo("/signup/address");
		assertThat(this.browser.get("/signup/address").body()).contains("Facebook gave us no");
		Page wrong = this.browser.submit("/signup/address", Map.of("email", "ann"));
		assertThat(wrong.status()).isEqualTo(400);
		assertThat(wrong.body()).contains("id=\"email-error\"");
		assertThat(this.browser.submit("/signup/address", Map.of("email", this.email)).header("Location"))
			.isEqualTo("/verify");
		assertThat(type(this.browser, code(this.email, 1)).header("Location")).isEqualTo("/");
		assertThat(facebook(browser()).header("Location")).isEqualTo("/");
	}

	@Test
	void facebookThenItsFragmentIsNotTakenAlong() {
		Page first = facebook(this.browser);
		aMinuteLater(this.email);
		for (Page page : List.of(first, facebook(browser()),
				this.browser.get("/login/oauth2/code/facebook?error=access_denied"))) {
			assertThat(page.rawHeader("Location")).startsWith("/").endsWith("#");
		}
	}

	@Test
	void addressWhenNobodyCameThenLogin() {
		assertThat(this.browser.get("/signup/address").header("Location")).isEqualTo("/login");
		assertThat(
				this.browser.post("/signup/address", Map.of("email", this.email, "_csrf", this.browser.csrf("/login")))
					.header("Location"))
			.isEqualTo("/login");
	}

	@Test
	void facebookWhenCancelledThenLoginSaysSo() {
		String state = Browser
			.queryParameter(URI.create(this.browser.get("/oauth2/authorization/facebook").header("Location")), "state");
		Page page = this.browser.get("/login/oauth2/code/facebook?error=access_denied&error_code=200"
				+ "&error_description=Permissions+error&error_reason=user_denied&state=" + Browser.encode(state));
		assertThat(page.header("Location")).isEqualTo("/login?error=cancelled&provider=facebook");
		assertThat(this.browser.get(page.header("Location")).body()).contains("You stopped signing in with Facebook");
	}

	@Test
	void fault5WhenFiftyFirstLoginsAtOnceThenOneAccount() {
		List<Callable<Page>> work = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			work.add(() -> trusted(browser(), this.gmail));
			work.add(() -> UPSTREAM.facebook(browser(), this.subject, Map.of("name", "Ann", "email", this.gmail)));
		}
		assertThat(inParallel(work)).extracting(Page::status).isSubsetOf(303, 429);
		assertThat(count("account", this.gmail)).isOne();
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ? AND provider = 'google'")
			.param(this.subject)
			.query(Integer.class)
			.single()).isOne();
	}

	private Page trusted(Browser browser, String email) {
		return UPSTREAM.google(browser, this.subject,
				Map.of("email", email, "email_verified", true, "name", "Ann Google"));
	}

	private Page facebook(Browser browser) {
		return UPSTREAM.facebook(browser, this.subject, Map.of("email", this.email, "name", "Ann Facebook"));
	}

	private int links() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(this.subject)
			.query(Integer.class)
			.single();
	}

	private static String verifiedBy(String email) {
		return NODE.jdbc()
			.sql("SELECT verified_by FROM account WHERE email = ?")
			.param(email)
			.query(String.class)
			.single();
	}

	private static String subject(MimeMessage mail) {
		try {
			return mail.getSubject();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

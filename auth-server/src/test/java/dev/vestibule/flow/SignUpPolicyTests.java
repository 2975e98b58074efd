package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where not everyone may sign up, and how people are invited.
 */
class SignUpPolicyTests extends FlowTests {

	private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{6}(?![0-9])");

	private static final Pattern LINK = Pattern.compile("http\\S+/verify/link\\?token=\\S+");

	private static Node byInvitation;

	private static Node byDomain;

	@BeforeAll
	static void start() {
		byInvitation = Node.start(TestDatabase.create(), MAIL,
				settings("vestibule.sign-up.open-to=invited", "vestibule.sign-up.terms-url=https://example.com/terms",
						"vestibule.bootstrap.admin-email=first@example.com"));
		byDomain = Node.start(TestDatabase.create(), MAIL,
				settings("vestibule.sign-up.open-to=domains", "vestibule.sign-up.domains=Inside.example"));
	}

	private static String[] settings(String... more) {
		return Stream.concat(Stream.of(UPSTREAM.settings()), Stream.of(more)).toArray(String[]::new);
	}

	@AfterAll
	static void stop() {
		byInvitation.close();
		byDomain.close();
	}

	@Test
	void signUpWhenNotInvitedThenSamePageAsAnyAndNoAccount() {
		String stranger = someone();
		Browser browser = new Browser(byInvitation.url());
		Page page = signUp(browser, stranger);
		assertThat(page.location()).endsWith("/verify");
		assertThat(this.people.newest(stranger)).contains("invitation").doesNotContainPattern(CODE);
		String invited = someone();
		assertThat(invite(invited, "{\"email\": \"%s\"}").status()).isEqualTo(201);
		Browser other = new Browser(byInvitation.url());
		Page same = signUp(other, invited);
		assertThat(same.location()).isEqualTo(page.location());
		assertThat(same.body()).isEqualTo(page.body());
		Awaitility.await()
			.untilAsserted(() -> assertThat(waiting(other, invited)).isEqualTo(waiting(browser, stranger)));
		assertThat(browser.submit("/verify", Map.of("code", "123456")).status()).isEqualTo(400);
		assertThat(other.submit("/verify", Map.of("code", this.people.code(invited))).status()).isEqualTo(303);
		assertThat(accounts(invited)).hasSize(1);
		assertThat(accounts(stranger)).isEmpty();
	}

	@Test
	void signUpPageThenSaysToWhomItIsOpenAndOnWhatTerms() {
		assertThat(new Browser(byInvitation.url()).get("/signup").body()).contains("by invitation",
				"href=\"https://example.com/terms\"");
		assertThat(new Browser(byDomain.url()).get("/signup").body()).contains("inside.example")
			.doesNotContain("By creating an account");
	}

	@Test
	void signUpWhenByDomainThenThoseAndNoOthers() {
		String inside = UUID.randomUUID() + "@inside.example";
		assertThat(this.people.signUp(new Browser(byDomain.url()), inside).status()).isEqualTo(303);
		for (String outside : List.of(someone(), UUID.randomUUID() + "@sub.inside.example",
				UUID.randomUUID() + "@inside.example.com")) {
			signUp(new Browser(byDomain.url()), outside);
			assertThat(this.people.newest(outside)).doesNotContainPattern(CODE);
		}
	}

	@Test
	void federatedWhenNotInvitedThenRefusedAndWhenInvitedThenCreated() {
		String email = UUID.randomUUID() + "@gmail.com";
		String subject = UUID.randomUUID().toString();
		Browser browser = new Browser(byInvitation.url());
		Page refused = UPSTREAM.google(browser, subject, Map.of("email", email, "email_verified", true));
		assertThat(refused.location()).endsWith("/login?error=closed");
		assertThat(browser.get("/login?error=closed").body()).contains("This address cannot have an account here");
		assertThat(accounts(email)).isEmpty();
		assertThat(invite(email, "{\"email\": \"%s\"}").status()).isEqualTo(201);
		UPSTREAM.google(browser, subject, Map.of("email", email, "email_verified", true));
		assertThat(accounts(email)).hasSize(1);
	}

	@Test
	void firstAdministratorWhenByInvitationThenMaySignUp() {
		Browser browser = new Browser(byInvitation.url());
		assertThat(this.people.signUp(browser, "first@example.com").status()).isEqualTo(303);
		assertThat(accounts("first@example.com")).containsExactly("administrator");
	}

	@Test
	void inviteThenAccountOnlyByTheMailsDigitsAndWithWhatWasPromised() {
		AdminCaller admin = AdminCaller.cli(NODE);
		String role = "r" + UUID.randomUUID();
		admin.post("/roles", "{\"name\": \"" + role + "\"}");
		String email = someone();
		Page created = admin.post("/accounts/invitations",
				"{\"email\": \"" + email + "\", \"roles\": [\"" + role + "\"], \"locale\": \"ko\"}");
		assertThat(created.status()).isEqualTo(201);
		assertThat(RelyingApp.json(admin.get("/accounts?email=" + email)).get("accounts").size()).isZero();
		String mail = this.people.newest(email);
		assertThat(created.body()).doesNotContain(code(mail));
		Browser browser = browser();
		String link = link(mail);
		Page page = browser.get(link);
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.body()).contains("You are invited");
		Map<String, String> form = Map.of("token", link.substring(link.indexOf('=') + 1), "name", "Ann", "password",
				People.PASSWORD, "_csrf", browser.csrf(link), "code", "000000".equals(code(mail)) ? "1" : "000000");
		assertThat(browser.post("/verify/link/continue", form).status()).isEqualTo(400);
		assertThat(browser.post("/verify/link/continue", with(form, "code", code(mail))).status()).isEqualTo(303);
		Page found = admin.get("/accounts?email=" + email);
		assertThat(RelyingApp.json(found).at("/accounts/0/roles/0").asString()).isEqualTo(role);
		assertThat(admin.post("/accounts/invitations", "{\"email\": \"" + email + "\"}").status()).isEqualTo(409);
		assertThat(browser().get(link).status()).isEqualTo(400);
	}

	@Test
	void withdrawThenLinkIsDead() {
		AdminCaller admin = AdminCaller.cli(NODE);
		String email = someone();
		Page created = admin.post("/accounts/invitations", "{\"email\": \"" + email + "\"}");
		String link = link(this.people.newest(email));
		String path = "/accounts/invitations/" + RelyingApp.field(created, "id");
		assertThat(admin.get(path).status()).isEqualTo(200);
		assertThat(admin.get("/accounts/invitations?limit=100").body()).contains(email);
		assertThat(admin.delete(path).status()).isEqualTo(204);
		assertThat(admin.delete(path).status()).isEqualTo(404);
		assertThat(browser().get(link).status()).isEqualTo(400);
	}

	@Test
	void inviteWhenAgainThenOnlyTheLastLinkWorks() {
		AdminCaller admin = AdminCaller.cli(NODE);
		String email = someone();
		admin.post("/accounts/invitations", "{\"email\": \"" + email + "\"}");
		String first = link(this.people.newest(email));
		admin.post("/accounts/invitations", "{\"email\": \"" + email + "\"}");
		Awaitility.await().until(() -> this.people.mailsTo(email).length == 2);
		assertThat(browser().get(first).status()).isEqualTo(400);
		assertThat(browser().get(link(this.people.newest(email))).status()).isEqualTo(200);
	}

	@Test
	void attack37WhenInvitationIsBadThenNamed() {
		AdminCaller admin = AdminCaller.cli(NODE);
		for (String body : List.of("{}", "{\"email\": \"a\"}", "{\"email\": \"a@example.com\\r\\nBcc: b@example.com\"}",
				"{\"email\": \"a@example.com\", \"admin_role\": \"administrator\"}",
				"{\"email\": \"a@example.com\", \"roles\": [\"none\"]}",
				"{\"email\": \"a@example.com\", \"locale\": \"xx\"}")) {
			Page refused = admin.post("/accounts/invitations", body);
			assertThat(refused.status()).as(body).isEqualTo(400);
			assertThat(AdminCaller.flaws(refused)).as(body).hasSize(1);
		}
	}

	private static Page signUp(Browser browser, String email) {
		return browser.submit("/signup", Map.of("email", email, "name", "Ann", "password", People.PASSWORD));
	}

	private static String waiting(Browser browser, String email) {
		return browser.get("/verify")
			.body()
			.replace(email, "ADDRESS")
			.replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "")
			.replaceAll("[0-9]+", "N");
	}

	private static Page invite(String email, String body) {
		return AdminCaller.cli(byInvitation).post("/accounts/invitations", body.formatted(email));
	}

	private static List<String> accounts(String email) {
		return byInvitation.jdbc()
			.sql("SELECT coalesce(role, 'none') FROM account WHERE email = ?")
			.param(email)
			.query(String.class)
			.list();
	}

	private static String code(String mail) {
		Matcher code = CODE.matcher(mail.replaceAll("http\\S+", ""));
		assertThat(code.find()).isTrue();
		return code.group();
	}

	private static String link(String mail) {
		Matcher link = LINK.matcher(mail);
		assertThat(link.find()).isTrue();
		return link.group().replaceFirst("^http://[^/]+", "");
	}

}

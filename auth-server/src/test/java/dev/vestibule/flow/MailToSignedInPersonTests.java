package dev.vestibule.flow;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.transport.GoogleStandIn;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mail to people who have signed in, over SMTP and over the Gmail API, and the six-digit
 * code over the latter.
 */
class MailToSignedInPersonTests extends FlowTests {

	private static final Pattern UNSUBSCRIBE = Pattern.compile("https?://\\S+(/unsubscribe\\?token=\\S+)");

	private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

	private static final GoogleStandIn GOOGLE = new GoogleStandIn();

	private static final Node GMAIL = Node.start(TestDatabase.create(), MAIL,
			Stream
				.concat(GOOGLE.settings().stream(),
						Stream.of("vestibule.mail.transport=gmail",
								"vestibule.mail.google.refresh-token=" + GoogleStandIn.REFRESH_TOKEN))
				.toArray(String[]::new));

	@AfterAll
	static void close() {
		GMAIL.close();
		GOOGLE.close();
	}

	@Test
	void mailToSignedInPersonOverSmtp() throws Exception {
		String email = someone();
		signedIn(email);
		Page begun = send(NODE, "POST", "/admin/api/mail", """
				{"to": {"account": "%s"},
				 "contents": {"en": {"subject": "News for {name}", "text": "Hello {name},\\n\\nnew: <b>1</b>."}}}"""
			.formatted(account(NODE, email)));
		assertThat(begun.status()).isEqualTo(202);
		await().until(() -> over(NODE, begun));
		assertThat(RelyingApp.json(progress(NODE, begun)).path("sent").asInt()).isEqualTo(1);
		MimeMessage mail = newest(email);
		assertThat(mail.getSubject()).isEqualTo("News for Ann Example");
		assertThat(People.text(mail)).startsWith("Hello Ann Example,").contains("new: <b>1</b>.");
		assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
		assertThat(audited("mailing.begun", begun)).isEqualTo(1);
	}

	@Test
	void mailToSignedInPersonOverTheGmailApi() throws Exception {
		String email = someone();
		Browser browser = new Browser(GMAIL.url());
		browser.submit("/signup", Map.of("email", email, "name", "Ann Example", "password", People.PASSWORD));
		Matcher code = CODE.matcher(gmail(email, 1));
		assertThat(code.find()).isTrue();
		assertThat(browser.submit("/verify", Map.of("code", code.group(1))).location()).doesNotContain("/verify");
		Page begun = send(GMAIL, "POST", "/admin/api/mail", """
				{"to": {"account": "%s"}, "contents": {"en": {"subject": "News", "text": "It is {email}."}}}"""
			.formatted(account(GMAIL, email)));
		assertThat(begun.status()).isEqualTo(202);
		await().until(() -> over(GMAIL, begun));
		assertThat(gmail(email, 2)).startsWith("It is " + email + ".");
	}

	/**
	 * More than are under way at a time, and beside them those who get none.
	 */
	@Test
	void mailWhenToAllOfAQueryThenEachOnceAndNobodyWhoMayNot() throws Exception {
		String kind = "query-" + UUID.randomUUID();
		GMAIL.jdbc().sql("""
				INSERT INTO account (email, verified_at, verified_by, name, locale, created_at)
				SELECT :kind || '-' || n || '@example.com', now(), 'code', 'Ann', 'ko', '2020-01-01T00:00:30Z'
				FROM generate_series(1, 130) n
				""").param("kind", kind).update();
		String none = kind + "-%s@example.com";
		change("enabled = false", none.formatted(1));
		change("proof_due_at = now()", none.formatted(2));
		change("locale = 'en'", none.formatted(3));
		change("created_at = '2020-01-01T00:02:00Z'", none.formatted(4));
		GMAIL.jdbc()
			.sql("INSERT INTO mailing_opt_out (account_id) SELECT id FROM account WHERE email = ?")
			.param(none.formatted(5))
			.update();
		Page begun = send(GMAIL, "POST", "/admin/api/mail", """
				{"to": {"locale": "ko", "created_after": 1577836800, "created_before": 1577836860},
				 "contents": {"en": {"subject": "News", "text": "News"}, "ko": {"subject": "소식", "text": "안녕하세요"}}}""");
		await().atMost(Duration.ofSeconds(60)).until(() -> over(GMAIL, begun));
		assertThat(RelyingApp.json(progress(GMAIL, begun)).path("sent").asInt()).isEqualTo(125);
		List<String> recipients = GOOGLE.sent()
			.stream()
			.map(MailToSignedInPersonTests::recipient)
			.filter((recipient) -> recipient.startsWith(kind))
			.toList();
		assertThat(recipients).hasSize(125)
			.doesNotHaveDuplicates()
			.doesNotContain(none.formatted(1), none.formatted(2), none.formatted(3), none.formatted(4),
					none.formatted(5));
		assertThat(gmail(none.formatted(6), 1)).startsWith("안녕하세요");
	}

	@Test
	void unsubscribeWhenByLinkOrMailProgramThenNoMoreUntilSwitchedOnAgain() throws Exception {
		String email = someone();
		Browser browser = signedIn(email);
		String account = account(NODE, email);
		String news = """
				{"to": {"account": "%s"}, "contents": {"en": {"subject": "News", "text": "News"}}}"""
			.formatted(account);
		Page first = send(NODE, "POST", "/admin/api/mail", news);
		await().until(() -> over(NODE, first));
		Matcher link = UNSUBSCRIBE.matcher(People.text(newest(email)));
		assertThat(link.find()).isTrue();
		assertThat(newest(email).getHeader("List-Unsubscribe")[0]).contains(link.group(1));
		// A scanner opens it.
		Browser stranger = browser();
		assertThat(stranger.get(link.group(1)).status()).isEqualTo(200);
		assertThat(stranger.cookies()).isEmpty();
		assertThat(browser.get("/account").body()).contains("Switch off");
		// RFC 8058, section 3.2
		assertThat(stranger.post(link.group(1), "List-Unsubscribe=One-Click").status()).isEqualTo(200);
		assertThat(browser.get("/account").body()).contains("Switch on").doesNotContain("Switch off");
		Page second = send(NODE, "POST", "/admin/api/mail", news);
		await().until(() -> over(NODE, second));
		assertThat(RelyingApp.json(progress(NODE, second)).path("queued").asInt()).isZero();
		assertThat(browser.post("/account/mailings", Map.of("on", "true")).status()).isEqualTo(403);
		assertThat(
				browser.post("/account/mailings", Map.of("on", "true", "_csrf", browser.csrf("/account"))).location())
			.endsWith("/account?done=mailings");
		assertThat(browser.get("/account").body()).contains("Switch off");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x",
			"00000000-0000-0000-0000-000000000000.test.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			"00000000-0000-0000-0000-000000000000.gone.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void unsubscribeWhenForgedThenInvalid(String token) {
		assertThat(browser().get("/unsubscribe?token=" + token).status()).isEqualTo(400);
		assertThat(browser().post("/unsubscribe?token=" + token, "List-Unsubscribe=One-Click").status()).isEqualTo(400);
	}

	@Test
	void mailWhenAskedAgainThenTheSameMailing() throws Exception {
		String email = someone();
		signedIn(email);
		String news = """
				{"to": {"account": "%s"}, "contents": {"en": {"subject": "News", "text": "News"}}}"""
			.formatted(account(NODE, email));
		String key = UUID.randomUUID().toString();
		List<Page> answers = inParallel(5, () -> send(NODE, "POST", "/admin/api/mail", news, key));
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(202));
		assertThat(answers.stream().map((answer) -> RelyingApp.field(answer, "id")).distinct()).hasSize(1);
		await().until(() -> over(NODE, answers.get(0)));
		assertThat(mailings(email)).isEqualTo(1);
		assertThat(send(NODE, "POST", "/admin/api/mail", news.replace("News", "Olds"), key).status()).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"to\": {}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}",
			"{\"to\": {\"al\": true}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}",
			"{\"to\": {\"all\": false}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}",
			"{\"to\": {\"account\": \"x\"}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}",
			"{\"to\": {\"created_after\": \"now\"}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}",
			"{\"to\": {\"all\": true}, \"contents\": {}}",
			"{\"to\": {\"all\": true}, \"contents\": {\"en\": {\"subject\": \" \", \"text\": \"b\"}}}",
			"{\"to\": {\"all\": true}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"{password}\"}}}",
			"{\"to\": {\"all\": true}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\", \"html\": \"c\"}}}" })
	void mailWhenNotUnderstoodThenRefusedAndNobodyIsWrittenTo(String body) throws Exception {
		Page answer = send(NODE, "POST", "/admin/api/mail", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains("errors");
	}

	@Test
	void mailWhenNoKeyOrNoRightThenRefused() throws Exception {
		String body = "{\"to\": {\"all\": true}, \"contents\": {\"en\": {\"subject\": \"a\", \"text\": \"b\"}}}";
		assertThat(send(NODE, "POST", "/admin/api/mail", body, "").status()).isEqualTo(400);
		assertThat(browser().post("/admin/api/mail", "{}").status()).isEqualTo(401);
		assertThat(send(NODE, "GET", "/admin/api/mail/" + UUID.randomUUID(), "").status()).isEqualTo(404);
		assertThat(send(NODE, "GET", "/admin/api/mail/x", "").status()).isEqualTo(404);
	}

	@Test
	void attack37WhenLineBreaksInSubjectThenOneHeaderAndOneRecipient() throws Exception {
		String email = someone();
		signedIn(email);
		Page begun = send(NODE, "POST", "/admin/api/mail", """
				{"to": {"account": "%s"},
				 "contents": {"en": {"subject": "News\\r\\nBcc: eve@example.com", "text": "a\\r\\n.\\r\\nb"}}}"""
			.formatted(account(NODE, email)));
		await().until(() -> over(NODE, begun));
		MimeMessage mail = newest(email);
		assertThat(mail.getSubject()).isEqualTo("News Bcc: eve@example.com");
		assertThat(mail.getHeader("Bcc")).isNull();
		assertThat(mail.getAllRecipients()).hasSize(1);
		assertThat(People.text(mail)).contains("b");
	}

	@Test
	void testMessageWhenAskedForThenSaysWhatBecameOfIt() throws Exception {
		String email = someone();
		Page answer = send(NODE, "POST", "/admin/api/mail/test", "{\"to\": \"%s\"}".formatted(email));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(RelyingApp.json(answer).path("routes").path(0).path("accepted").asBoolean()).isTrue();
		assertThat(newest(email).getSubject()).isEqualTo("A test message");
		GOOGLE.token(GoogleStandIn.INVALID_GRANT);
		GOOGLE.send(GoogleStandIn.error(401, "UNAUTHENTICATED", "authError", "Invalid Credentials"));
		Page refused = send(GMAIL, "POST", "/admin/api/mail/test", "{\"to\": \"%s\"}".formatted(email));
		GOOGLE.answerAsUsual();
		assertThat(RelyingApp.json(refused).path("routes").path(0).path("reason").asString())
			.startsWith("Gmail refuses access");
		assertThat(send(NODE, "POST", "/admin/api/mail/test", "{\"to\": \"a@b.c\\r\\nBcc: d@e.f\"}").status())
			.isEqualTo(400);
	}

	private static String account(Node node, String email) {
		return node.jdbc().sql("SELECT id FROM account WHERE email = ?").param(email).query(String.class).single();
	}

	private static void change(String what, String email) {
		GMAIL.jdbc().sql("UPDATE account SET " + what + " WHERE email = ?").param(email).update();
	}

	private static int mailings(String email) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM mail WHERE recipient = ? AND template = 'mailing'")
			.param(email)
			.query(Integer.class)
			.single();
	}

	private static int audited(String kind, Page begun) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM audit_event WHERE kind = ? AND detail ->> 'mailing' = ? AND detail ->> 'by' = 'client:admin-cli'")
			.params(kind, RelyingApp.field(begun, "id"))
			.query(Integer.class)
			.single();
	}

	private static Page progress(Node node, Page begun) throws Exception {
		return send(node, "GET", "/admin/api/mail/" + RelyingApp.field(begun, "id"), "");
	}

	private static boolean over(Node node, Page begun) throws Exception {
		return "over".equals(RelyingApp.field(progress(node, begun), "state"));
	}

	private MimeMessage newest(String email) {
		await().until(() -> this.people.mailsTo(email).length > 0);
		MimeMessage[] mails = this.people.mailsTo(email);
		return mails[mails.length - 1];
	}

	/**
	 * What somebody reads whose mail came by Gmail.
	 * @param number counted from 1
	 */
	private static String gmail(String email, int number) {
		await().until(() -> GOOGLE.sent().stream().filter((mail) -> email.equals(recipient(mail))).count() >= number);
		return GOOGLE.sent()
			.stream()
			.filter((mail) -> email.equals(recipient(mail)))
			.skip(number - 1L)
			.map(People::text)
			.findFirst()
			.orElseThrow();
	}

	private static String recipient(MimeMessage mail) {
		try {
			return mail.getAllRecipients()[0].toString();
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Page send(Node node, String method, String path, String json)
			throws IOException, InterruptedException {
		return send(node, method, path, json, UUID.randomUUID().toString());
	}

	private static Page send(Node node, String method, String path, String json, String key)
			throws IOException, InterruptedException {
		Page token = new RelyingApp(node.url(), "admin-cli", "admin-cli-secret")
			.token(Map.of("grant_type", "client_credentials", "scope", "admin"));
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url() + path))
			.header("Authorization", "Bearer " + RelyingApp.field(token, "access_token"))
			.header("Content-Type", "application/json");
		if (!key.isEmpty()) {
			request.header("Idempotency-Key", key);
		}
		return new Page(HttpClient.newHttpClient()
			.send(request.method(method, BodyPublishers.ofString(json)).build(), BodyHandlers.ofString()));
	}

}

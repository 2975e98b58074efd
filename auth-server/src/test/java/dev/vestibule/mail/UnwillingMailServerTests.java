package dev.vestibule.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.transport.ScriptedSmtpServer;
import dev.vestibule.mail.Delivery.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Mail servers that refuse, hesitate, break off or say nothing.
 */
@SpringBootTest(classes = OutboxTests.App.class, webEnvironment = WebEnvironment.NONE,
		properties = { "vestibule.mail.from=no-reply@login.example", TestServer.KEYRING, TestServer.PART_ONLY,
				"db-scheduler.heartbeat-interval=200ms", "spring.mail.properties.mail.smtp.timeout=1000" })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class UnwillingMailServerTests {

	private static final ScriptedSmtpServer SERVER = new ScriptedSmtpServer();

	@Autowired
	private Outbox outbox;

	@Autowired
	private OutboxTests.Secrets secrets;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private Outage outage;

	@Autowired
	private JdbcClient jdbc;

	@DynamicPropertySource
	static void mailServer(DynamicPropertyRegistry registry) {
		registry.add("spring.mail.host", () -> "127.0.0.1");
		registry.add("spring.mail.port", SERVER::port);
	}

	@BeforeAll
	static void patience() {
		Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
	}

	@AfterAll
	static void close() {
		SERVER.close();
	}

	@AfterEach
	void obliging() {
		SERVER.obliging();
		await().until(() -> this.outage.openRoute().isPresent());
	}

	@Test
	void deliverWhenGreylistedThenRetriedAndSent() {
		SERVER.reply("RCPT", "451 4.7.1 come back later");
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		assertThat(delivery(challenge).reason()).isEqualTo("mailbox refused: 451 4.7.1 come back later");
		SERVER.obliging();
		await().until(() -> delivery(challenge).state() == State.SENT);
		assertThat(delivery(challenge)).isEqualTo(new Delivery(State.SENT, null, 2));
		assertThat(sent(challenge)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "RCPT,550 5.1.1 no such user,mailbox refused: 550 5.1.1 no such user",
			"MAIL,550 you are not welcome,sender refused: 550 you are not welcome",
			"DATA,554 no,message refused: 554 no", "END,552 too much,message refused: 552 too much" })
	void deliverWhenRefusedForGoodThenFailedAtOnce(String step, String reply, String reason) {
		SERVER.reply(step, reply);
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.FAILED);
		assertThat(delivery(challenge)).isEqualTo(new Delivery(State.FAILED, reason, 1));
		await().until(() -> !scheduled(challenge));
	}

	@Test
	void deliverWhenRefusalQuotesTheMessageThenReasonDoesNot() {
		SERVER.reply("END", "554 spam: 123456 and https://login.example/verify/link?token=abc\t"
				+ "dGhpcyBpcyBhIHZlcnkgbG9uZyBzZWNyZXQ " + "x ".repeat(200));
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.FAILED);
		assertThat(delivery(challenge).reason()).startsWith("message refused: 554 spam: … and … … x")
			.hasSizeLessThanOrEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "CONNECT,421 busy", "MAIL,452 full", "DATA,451 hold on", "END,451 hold on",
			"MAIL,530 5.7.0 authentication required" })
	void deliverWhenItMayPassThenRetrying(String step, String reply) {
		SERVER.reply(step, reply);
		SERVER.hangUp();
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		assertThat(delivery(challenge).reason()).isNotBlank();
		assertThat(scheduled(challenge)).isTrue();
	}

	@Test
	void deliverWhenConnectionDropsInDataThenSentAgainUnderTheSameMessageId() {
		SERVER.reply("END", ScriptedSmtpServer.DROP);
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		assertThat(delivery(challenge).reason()).isEqualTo("the connection to the mail server failed");
		SERVER.obliging();
		await().until(() -> delivery(challenge).state() == State.SENT);
		assertThat(sent(challenge)).hasSize(1);
	}

	@Test
	void deliverWhenConnectionDropsBeforeTheDataIsThroughThenSentAgain() {
		SERVER.reply("BODY", ScriptedSmtpServer.DROP);
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		assertThat(sent(challenge)).isEmpty();
		SERVER.obliging();
		await().until(() -> delivery(challenge).state() == State.SENT);
		assertThat(sent(challenge)).hasSize(1);
	}

	@Test
	void deliverWhenConnectionDropsBehindTheDotThenTheSecondCopyIsRecognised() {
		SERVER.reply("END", ScriptedSmtpServer.TAKE_AND_DROP);
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		SERVER.obliging();
		await().until(() -> delivery(challenge).state() == State.SENT);
		assertThat(sent(challenge)).hasSizeGreaterThan(1);
	}

	@Test
	void deliverWhenServerIsDownThenOneKnocksForAllAndAllGoOutOnItsReturn() {
		SERVER.leave();
		UUID first = enqueue();
		await().until(() -> delivery(first).state() == State.RETRYING);
		List<UUID> others = Stream.generate(this::enqueue).limit(30).toList();
		await().until(() -> others.stream().allMatch((other) -> delivery(other).state() == State.RETRYING));
		assertThat(others).allSatisfy((other) -> assertThat(delivery(other))
			.isEqualTo(new Delivery(State.RETRYING, "the connection to the mail server failed", 0)));
		SERVER.comeBack();
		await().until(() -> others.stream().allMatch((other) -> delivery(other).state() == State.SENT));
		await().until(() -> delivery(first).state() == State.SENT);
		assertThat(others).allSatisfy((other) -> assertThat(sent(other)).hasSize(1));
	}

	@Test
	void deliverWhenCodeExpiredMeanwhileThenFreshCodeUnderItsOwnMessageId() {
		SERVER.reply("END", "451 later");
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		this.secrets.expire(challenge);
		SERVER.obliging();
		await().until(() -> this.outbox.delivery(challenge, 2).filter((it) -> it.state() == State.SENT).isPresent());
		assertThat(this.outbox.delivery(challenge, 1)).isEmpty();
		assertThat(sent(challenge)).isEmpty();
		assertThat(sent(challenge, 2)).singleElement().asString().contains("654321").doesNotContain("123456");
	}

	/**
	 * With a second for each answer a worker is free after two at most, and so after ten
	 * with the five that are the default.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END" })
	void deliverWhenNeverAnsweredThenWorkerIsSoonFree(String step) {
		SERVER.reply(step, ScriptedSmtpServer.SILENCE);
		SERVER.hangUp();
		Instant start = Instant.now();
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(3));
		assertThat(delivery(challenge).reason()).isEqualTo("the mail server did not answer in time");
	}

	@Test
	void deliveryWhenNotYetAcceptedThenNotSent() throws Exception {
		CountDownLatch read = new CountDownLatch(1);
		CountDownLatch accept = new CountDownLatch(1);
		SERVER.beforeAcceptance = () -> {
			read.countDown();
			try {
				accept.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		UUID challenge = enqueue();
		read.await();
		assertThat(delivery(challenge).state()).isEqualTo(State.SENDING);
		accept.countDown();
		await().until(() -> delivery(challenge).state() == State.SENT);
	}

	@Test
	void deliverWhenNodeDiedOverItThenTakenOver() {
		UUID challenge = ask();
		UUID id = this.jdbc.sql("""
				INSERT INTO mail (template, recipient, locale, challenge_id, generation, state, attempts)
				VALUES ('sign-up', 'ann@example.com', 'en', :challenge, 1, 'sending', 1) RETURNING id
				""").param("challenge", challenge).query(UUID.class).single();
		this.jdbc.sql("""
				INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
					last_heartbeat, version)
				VALUES ('mail', :id, now() - interval '1 minute', true, 'dead', now() - interval '1 minute', 2)
				""").param("id", id.toString()).update();
		await().until(() -> delivery(challenge).state() == State.SENT);
		assertThat(delivery(challenge).attempts()).isEqualTo(2);
	}

	@Test
	void deliverWhenTooOldThenFailed() {
		SERVER.reply("RCPT", "451 later");
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.RETRYING);
		this.jdbc.sql("UPDATE mail SET created_at = now() - interval '25 hours' WHERE challenge_id = :challenge")
			.param("challenge", challenge)
			.update();
		await().until(() -> delivery(challenge).state() == State.FAILED);
		assertThat(delivery(challenge).reason()).isEqualTo("mailbox refused: 451 later");
	}

	@Test
	void attemptWhenFailedThenAudited() {
		SERVER.reply("RCPT", "550 unknown");
		UUID challenge = enqueue();
		await().until(() -> delivery(challenge).state() == State.FAILED);
		await().until(() -> this.jdbc.sql(
				"SELECT reason FROM audit_event WHERE kind = 'mail.failed' AND reason = 'mailbox refused: 550 unknown'")
			.query(String.class)
			.list()
			.size() == 1);
	}

	private UUID enqueue() {
		UUID challenge = ask();
		this.transaction.executeWithoutResult(
				(status) -> this.outbox.enqueue(OutboxTests.signUp("ann@example.com", Locale.ENGLISH, challenge)));
		return challenge;
	}

	private UUID ask() {
		return this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
	}

	private Delivery delivery(UUID challenge) {
		return this.outbox.delivery(challenge, 1).orElseThrow();
	}

	private List<String> sent(UUID challenge) {
		return sent(challenge, 1);
	}

	private List<String> sent(UUID challenge, int generation) {
		UUID id = this.jdbc.sql("SELECT id FROM mail WHERE challenge_id = :challenge")
			.param("challenge", challenge)
			.query(UUID.class)
			.single();
		return SERVER.accepted()
			.stream()
			.filter((mail) -> mail.contains("Message-ID: <" + id + "." + generation + "@login.example>"))
			.toList();
	}

	private boolean scheduled(UUID challenge) {
		return this.jdbc.sql("""
				SELECT EXISTS (SELECT FROM scheduled_tasks t JOIN mail m ON t.task_instance = m.id::text
					WHERE m.challenge_id = :challenge)
				""").param("challenge", challenge).query(Boolean.class).single();
	}

}

package dev.vestibule.mail;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.mail.Delivery.State;
import dev.vestibule.transport.GoogleStandIn;
import dev.vestibule.transport.Refusal;
import dev.vestibule.transport.Routes;
import dev.vestibule.transport.ScriptedSmtpServer;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
 * Gmail first, and an SMTP server to fall back on.
 */
@SpringBootTest(classes = OutboxTests.App.class, webEnvironment = WebEnvironment.NONE,
		properties = { "vestibule.mail.from=no-reply@login.example", TestServer.KEYRING, TestServer.PART_ONLY,
				"vestibule.mail.transport=gmail", "vestibule.mail.fallback.transport=smtp",
				"vestibule.mail.google.refresh-token=" + GoogleStandIn.REFRESH_TOKEN })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class FallbackTests {

	private static final GoogleStandIn GOOGLE = new GoogleStandIn();

	private static final ScriptedSmtpServer SERVER = new ScriptedSmtpServer();

	@Autowired
	private Outbox outbox;

	@Autowired
	private MailDelivery delivery;

	@Autowired
	private OutboxTests.Secrets secrets;

	@Autowired
	private Outage outage;

	@Autowired
	private Routes routes;

	@Autowired
	private MailHealthIndicator health;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	@DynamicPropertySource
	static void transports(DynamicPropertyRegistry registry) {
		GOOGLE.settings().forEach((setting) -> {
			int equals = setting.indexOf('=');
			registry.add(setting.substring(0, equals), () -> setting.substring(equals + 1));
		});
		registry.add("spring.mail.host", () -> "127.0.0.1");
		registry.add("spring.mail.port", SERVER::port);
	}

	@AfterAll
	static void close() {
		SERVER.close();
		GOOGLE.close();
	}

	@AfterEach
	void obliging() {
		SERVER.obliging();
		GOOGLE.obliging();
		knock();
	}

	@Test
	void deliverWhenFirstIsInOrderThenByIt() {
		UUID challenge = enqueue();
		await().until(() -> state(challenge) == State.SENT);
		assertThat(messageIds()).containsExactly("<" + mail(challenge) + ".1@login.example>");
		assertThat(health()).isEqualTo("UP");
	}

	@Test
	void deliverWhenAuthorizationIsGoneThenByTheSecondUntilItIsBack() {
		GOOGLE.send(GoogleStandIn.error(401, "UNAUTHENTICATED", "authError", "Invalid Credentials"));
		GOOGLE.token(GoogleStandIn.INVALID_GRANT);
		UUID challenge = enqueue();
		await().until(() -> state(challenge) == State.SENT);
		assertThat(bySmtp(challenge)).isTrue();
		assertThat(health()).isEqualTo("AUTHORIZE_AGAIN");
		knock();
		assertThat(health()).isEqualTo("AUTHORIZE_AGAIN");
		GOOGLE.obliging();
		knock();
		assertThat(health()).isEqualTo("UP");
		UUID next = enqueue();
		await().until(() -> state(next) == State.SENT);
		assertThat(messageIds()).containsExactly("<" + mail(next) + ".1@login.example>");
	}

	@Test
	void deliverWhenQuotaIsUsedUpThenByTheSecond() {
		GOOGLE.send(GoogleStandIn.error(429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", "Quota exceeded", "Retry-After",
				"60"));
		UUID challenge = enqueue();
		await().until(() -> state(challenge) == State.SENT);
		assertThat(bySmtp(challenge)).isTrue();
		assertThat(this.outage.refusal(this.routes.list().get(0))).map(Refusal::reason)
			.contains("Gmail takes no more mail for now");
		assertThat(health()).isEqualTo("UNREACHABLE");
		assertThat(this.jdbc.sql(
				"SELECT execution_time > now() + interval '50 seconds' FROM scheduled_tasks WHERE task_name = 'mail-probe'")
			.query(Boolean.class)
			.single()).isTrue();
	}

	@Test
	void deliverWhenRecipientIsRefusedThenFailedAndTheSecondIsNotAsked() {
		GOOGLE.send(GoogleStandIn.error(400, "INVALID_ARGUMENT", "invalidArgument", "Invalid To header"));
		UUID challenge = enqueue();
		await().until(() -> state(challenge) == State.FAILED);
		assertThat(this.outbox.delivery(challenge, 1)).map(Delivery::reason)
			.contains("Gmail refused: 400 Invalid To header");
		assertThat(bySmtp(challenge)).isFalse();
		assertThat(health()).isEqualTo("UP");
	}

	@Test
	void deliverWhenBothAreOutOfOrderThenPutByAndSentWhenOneIsBack() {
		GOOGLE.send(GoogleStandIn.error(503, "UNAVAILABLE", "backendError", "Backend Error"));
		SERVER.leave();
		UUID challenge = enqueue();
		await().until(() -> this.outage.openRoute().isEmpty());
		assertThat(state(challenge)).isEqualTo(State.RETRYING);
		SERVER.comeBack();
		await().until(() -> state(challenge) == State.SENT);
		assertThat(bySmtp(challenge)).isTrue();
	}

	@Test
	void deliverWhenNodeDiedAfterGmailTookItThenSameMessageId() {
		UUID challenge = enqueue();
		await().until(() -> state(challenge) == State.SENT);
		this.jdbc.sql("UPDATE mail SET state = 'sending' WHERE id = :id").param("id", mail(challenge)).update();
		this.delivery.attempt(mail(challenge));
		assertThat(messageIds()).containsExactly("<" + mail(challenge) + ".1@login.example>",
				"<" + mail(challenge) + ".1@login.example>");
	}

	@Test
	void checkWhenAuthorizationIsGoneThenKnownBeforeAnyMail() {
		GOOGLE.token(GoogleStandIn.INVALID_GRANT);
		this.outage.check();
		assertThat(health()).isEqualTo("AUTHORIZE_AGAIN");
	}

	/**
	 * The probes, without waiting for their time.
	 */
	private void knock() {
		this.jdbc.sql("UPDATE scheduled_tasks SET execution_time = now() WHERE task_name = 'mail-probe'").update();
		await().until(() -> this.jdbc
			.sql("SELECT count(*) FROM scheduled_tasks WHERE task_name = 'mail-probe' AND execution_time <= now()")
			.query(Integer.class)
			.single() == 0);
	}

	private String health() {
		return this.health.health().getStatus().getCode();
	}

	private UUID enqueue() {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		this.transaction.executeWithoutResult(
				(status) -> this.outbox.enqueue(OutboxTests.signUp("ann@example.com", Locale.ENGLISH, challenge)));
		return challenge;
	}

	private State state(UUID challenge) {
		return this.outbox.delivery(challenge, 1).map(Delivery::state).orElseThrow();
	}

	private UUID mail(UUID challenge) {
		return this.jdbc.sql("SELECT id FROM mail WHERE challenge_id = :challenge")
			.param("challenge", challenge)
			.query(UUID.class)
			.single();
	}

	private boolean bySmtp(UUID challenge) {
		UUID id = mail(challenge);
		return SERVER.accepted().stream().anyMatch((text) -> text.contains("Message-ID: <" + id + ".1@"));
	}

	private static Iterable<String> messageIds() {
		return GOOGLE.sent().stream().map(FallbackTests::messageId).toList();
	}

	private static String messageId(MimeMessage mail) {
		try {
			return Optional.ofNullable(mail.getMessageID()).orElse("");
		}
		catch (jakarta.mail.MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

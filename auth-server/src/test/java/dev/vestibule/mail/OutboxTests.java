package dev.vestibule.mail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.statistics.Tally;
import dev.vestibule.web.Look;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Real conversations with a real SMTP server. The scheduler would look by itself only
 * after an hour, so that whatever arrives was triggered by its commit.
 */
@SpringBootTest(classes = OutboxTests.App.class, webEnvironment = WebEnvironment.NONE,
		properties = { "vestibule.mail.from=Vestíbulo <no-reply@login.example>", TestServer.KEYRING,
				TestServer.PART_ONLY, "db-scheduler.polling-interval=1h" })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class OutboxTests {

	private static final GreenMail SERVER = new GreenMail(
			new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP).dynamicPort());

	@Autowired
	private Outbox outbox;

	@Autowired
	private MailDelivery delivery;

	@Autowired
	private Secrets secrets;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private JdbcClient jdbc;

	@DynamicPropertySource
	static void mailServer(DynamicPropertyRegistry registry) {
		SERVER.start();
		registry.add("spring.mail.host", () -> "127.0.0.1");
		registry.add("spring.mail.port", () -> SERVER.getSmtp().getPort());
	}

	@AfterAll
	static void stop() {
		SERVER.stop();
	}

	@BeforeEach
	void empty() throws Exception {
		SERVER.purgeEmailFromAllMailboxes();
	}

	@Test
	void enqueueWhenCommittedThenSentAtOnce() throws Exception {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		MimeMessage mail = received();
		await().until(() -> delivery(challenge).state() == Delivery.State.SENT);
		assertThat(delivery(challenge)).isEqualTo(new Delivery(Delivery.State.SENT, null, 1));
		assertThat(mail.getRecipients(RecipientType.TO)).extracting(Object::toString)
			.containsExactly("ann@example.com");
		assertThat(mail.getFrom()[0]).hasToString("=?UTF-8?Q?Vest=C3=ADbulo?= <no-reply@login.example>");
		assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
		assertThat(mail.getMessageID()).endsWith(".1@login.example>");
		assertThat(mail.getSentDate()).isNotNull();
		MimeMultipart alternatives = (MimeMultipart) mail.getContent();
		assertThat(alternatives.getContentType()).startsWith("multipart/alternative");
		assertThat((String) alternatives.getBodyPart(0).getContent()).contains("123456",
				"https://login.example/verify/link?token=abc");
		assertThat((String) alternatives.getBodyPart(1).getContent()).contains("123456",
				"https://login.example/verify/link?token=abc");
	}

	@ParameterizedTest
	@CsvSource({ "Shop,Shop via Vestíbulo", "서점,서점 via Vestíbulo", "'A, B; C (D): E','A, B; C (D): E via Vestíbulo'",
			"bank@bank.example <a@b>,bank bank.example a b via Vestíbulo", "' \"Shop\" ',Shop via Vestíbulo",
			"'Shop\r\nBcc: eve@evil.example\r\n\r\nHello',Shop Bcc: eve evil.example Hello via Vestíbulo",
			"@,Vestíbulo" })
	void enqueueWhenClientIsWaitingThenFromItByWayOfUs(String client, String name) throws Exception {
		enqueue(new Message("identity-linked", "ann@example.com", Locale.ENGLISH,
				Map.of("providerName", "Google", Message.CLIENT_SENDER, client), null, 0));
		MimeMessage mail = received();
		assertThat(mail.getHeader("From")).hasSize(1);
		InternetAddress from = (InternetAddress) mail.getFrom()[0];
		assertThat(from.getPersonal()).isEqualTo(name);
		assertThat(from.getAddress()).isEqualTo("no-reply@login.example");
		assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.com");
		assertThat(mail.getHeader("Bcc")).isNull();
	}

	@Test
	void enqueueWhenRolledBackThenNothingIsSent() throws Exception {
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.enqueue(linked("carol@example.com", "Google"));
			status.setRollbackOnly();
		});
		enqueue(linked("bob@example.com", "Google"));
		assertThat(received().getAllRecipients()).extracting(Object::toString).containsExactly("bob@example.com");
		assertThat(count("SELECT count(*) FROM mail WHERE recipient = 'carol@example.com'")).isZero();
		await().until(() -> count("SELECT count(*) FROM scheduled_tasks WHERE task_name = 'mail'") == 0);
	}

	@Test
	void enqueueWhenOutsideATransactionThenRefused() {
		assertThatExceptionOfType(IllegalTransactionStateException.class)
			.isThrownBy(() -> this.outbox.enqueue(linked("ann@example.com", "Google")));
	}

	@Test
	void deliverWhenChallengeIsOverThenAbandoned() {
		UUID challenge = UUID.randomUUID();
		enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		await().until(() -> delivery(challenge).state() == Delivery.State.ABANDONED);
		assertThat(SERVER.getReceivedMessages()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "no-such-template,ann@example.com", "sign-up,no address" })
	void deliverWhenItCannotBeWrittenThenFailed(String template, String recipient) {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		enqueue(new Message(template, recipient, Locale.ENGLISH, Map.of(), challenge, 1));
		await().until(() -> delivery(challenge).state() == Delivery.State.FAILED);
		assertThat(delivery(challenge).reason()).isEqualTo("the message could not be written");
	}

	@Test
	void deliverWhenSentTwiceThenSameMessageId() throws Exception {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		UUID id = enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		await().until(() -> delivery(challenge).state() == Delivery.State.SENT);
		// As a node leaves it that dies between the server's acceptance and its commit.
		this.jdbc.sql("UPDATE mail SET state = 'sending' WHERE id = :id").param("id", id).update();
		this.delivery.attempt(id);
		assertThat(this.delivery.attempt(id)).isEmpty();
		MimeMessage[] mails = SERVER.getReceivedMessages();
		assertThat(mails).hasSize(2);
		assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
	}

	@Test
	void attemptWhenNodeDiedAfterHandingItOverAndTheCodeExpiredThenNextGeneration() throws Exception {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		UUID id = enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		await().until(() -> delivery(challenge).state() == Delivery.State.SENT);
		this.secrets.expire(challenge);
		this.jdbc.sql("UPDATE mail SET state = 'sending' WHERE id = :id").param("id", id).update();
		this.delivery.attempt(id);
		this.delivery.attempt(id);
		assertThat(this.outbox.delivery(challenge, 2)).map(Delivery::state).contains(Delivery.State.SENT);
		assertThat(SERVER.getReceivedMessages()).extracting(MimeMessage::getMessageID)
			.containsExactly("<" + id + ".1@login.example>", "<" + id + ".2@login.example>");
	}

	@Test
	void attemptWhenSeveralNodesAtOnceAndTheCodeExpiredThenOneGeneration() throws Exception {
		UUID challenge = this.secrets.ask("123456", "https://login.example/verify/link?token=abc");
		UUID id = enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		await().until(() -> delivery(challenge).state() == Delivery.State.SENT);
		SERVER.purgeEmailFromAllMailboxes();
		this.jdbc.sql("UPDATE mail SET state = 'sending' WHERE id = :id").param("id", id).update();
		this.secrets.expire(challenge);
		CyclicBarrier barrier = new CyclicBarrier(8);
		ExecutorService nodes = Executors.newFixedThreadPool(8);
		List<Future<?>> attempts = new ArrayList<>();
		for (int node = 0; node < 8; node++) {
			attempts.add(nodes.submit(() -> {
				barrier.await();
				return this.delivery.attempt(id);
			}));
		}
		for (Future<?> attempt : attempts) {
			attempt.get();
		}
		nodes.shutdown();
		assertThat(this.outbox.delivery(challenge, 2)).map(Delivery::state).contains(Delivery.State.SENT);
		assertThat(SERVER.getReceivedMessages()).isNotEmpty()
			.extracting(MimeMessage::getMessageID)
			.containsOnly("<" + id + ".2@login.example>");
	}

	@Test
	void deliverThenNoSecretIsStored() {
		UUID challenge = this.secrets.ask("918273", "https://login.example/verify/link?token=very-secret");
		enqueue(signUp("ann@example.com", Locale.ENGLISH, challenge));
		await().until(() -> delivery(challenge).state() == Delivery.State.SENT);
		List<String> rows = this.jdbc
			.sql("SELECT mail::text FROM mail UNION ALL SELECT scheduled_tasks::text FROM scheduled_tasks")
			.query(String.class)
			.list();
		assertThat(rows).isNotEmpty().noneMatch((row) -> row.contains("918273") || row.contains("very-secret"));
	}

	@Test
	void attack37WhenLineBreaksInAddressThenRefused() {
		for (String address : List.of("ann@example.com\r\nBcc: eve@example.com", "ann@example.com\nx",
				"ann\u0000@example.com")) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> linked(address, "Google"))
				.withMessageNotContaining("eve");
		}
	}

	@Test
	void attack37WhenLineBreaksInNameThenOneMessageToOneRecipient() throws Exception {
		enqueue(linked("ann@example.com", "Evil\r\nBcc: eve@example.com\r\n\r\n<script>alert(1)</script>\u0000"));
		MimeMessage mail = received();
		assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.com");
		assertThat(mail.getHeader("Bcc")).isNull();
		assertThat(mail.getSubject()).contains("Evil Bcc: eve@example.com <script>");
		assertThat((String) ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent())
			.contains("Evil Bcc: eve@example.com &lt;script&gt;")
			.doesNotContain("<script>");
	}

	private UUID enqueue(Message message) {
		return Optional.ofNullable(this.transaction.execute((status) -> this.outbox.enqueue(message))).orElseThrow();
	}

	private Delivery delivery(UUID challenge) {
		return this.outbox.delivery(challenge, 1).orElseThrow();
	}

	private MimeMessage received() {
		await().until(() -> SERVER.getReceivedMessages().length > 0);
		assertThat(SERVER.getReceivedMessages()).hasSize(1);
		return SERVER.getReceivedMessages()[0];
	}

	private int count(String sql) {
		return this.jdbc.sql(sql).query(Integer.class).single();
	}

	static Message signUp(String recipient, Locale locale, UUID challenge) {
		return new Message("sign-up", recipient, locale, Map.of("client", "Demo", "device", "Firefox on Linux"),
				challenge, 1);
	}

	static Message linked(String recipient, String providerName) {
		return new Message("identity-linked", recipient, Locale.ENGLISH, Map.of("providerName", providerName), null, 0);
	}

	/**
	 * This package, and the ways out.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties(MailProperties.class)
	@ConfigurationPropertiesScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
	@ComponentScan({ "dev.vestibule.keyring", "dev.vestibule.outbound", "dev.vestibule.transport" })
	@Import({ MailConfiguration.class, Outbox.class, MailDelivery.class, MailTemplates.class, Outage.class,
			MailHealthIndicator.class, AuditLog.class, Tally.class, Secrets.class, Look.class })
	static class App {

	}

	/**
	 * Challenges as a map.
	 */
	static class Secrets implements ChallengeSecrets {

		private final Map<UUID, Revealed> challenges = new ConcurrentHashMap<>();

		private final Set<UUID> expired = ConcurrentHashMap.newKeySet();

		UUID ask(String code, String link) {
			UUID id = UUID.randomUUID();
			this.challenges.put(id, new Revealed(1, Map.of("code", code, "link", link, "minutes", "10")));
			return id;
		}

		/**
		 * Has the next mail of it carry the next generation, with another code.
		 */
		void expire(UUID id) {
			this.expired.add(id);
		}

		@Override
		public synchronized Optional<Revealed> reveal(UUID challengeId, int generation) {
			Revealed current = this.challenges.get(challengeId);
			if (current == null || current.generation() != generation) {
				return Optional.empty();
			}
			if (this.expired.remove(challengeId)) {
				current = next(current);
				this.challenges.put(challengeId, current);
			}
			return Optional.of(current);
		}

		private static Revealed next(Revealed expired) {
			Map<String, String> variables = new HashMap<>(expired.variables());
			variables.put("code", "654321");
			return new Revealed(expired.generation() + 1, variables);
		}

	}

}

package dev.vestibule.mail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import dev.vestibule.mail.MailDelivery.Mail;
import dev.vestibule.mail.MailTemplates.Letter;
import dev.vestibule.mail.Refusal.Kind;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real conversations, over TLS too, with the settings that an operator gives.
 */
class SmtpTransportTests {

	private static final String PASSWORD = "changeit";

	private static final Refusal NOT_TRUSTED = new Refusal(Kind.UNREACHABLE,
			"there is no trusted TLS connection to the mail server");

	private static final Letter LETTER = new Letter("Subject", "Text\n", "<p>Text</p>");

	private final ExecutorService workers = Executors.newFixedThreadPool(20);

	@TempDir
	private static Path folder;

	@BeforeAll
	static void certificates() throws Exception {
		certificate("here", "ip:127.0.0.1");
		certificate("elsewhere", "dns:smtp.elsewhere.example");
	}

	@AfterEach
	void stop() {
		this.workers.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "smtp", "smtps" })
	void sendWhenCertificateIsTrustedThenAcceptedOverTls(String protocol) throws Exception {
		try (ScriptedSmtpServer server = server(protocol, "here")) {
			assertThat(send(server, settings(protocol, "here"))).isEmpty();
			assertThat(server.accepted()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "smtp", "smtps" })
	void sendWhenCertificateIsNotTrustedThenUnreachable(String protocol) throws Exception {
		try (ScriptedSmtpServer server = server(protocol, "here")) {
			assertThat(send(server, "spring.mail.protocol=" + protocol)).contains(NOT_TRUSTED);
			assertThat(server.accepted()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "smtp", "smtps" })
	void sendWhenCertificateIsOfAnotherNameThenUnreachable(String protocol) throws Exception {
		try (ScriptedSmtpServer server = server(protocol, "elsewhere")) {
			assertThat(send(server, settings(protocol, "elsewhere"))).contains(NOT_TRUSTED);
			assertThat(server.accepted()).isEmpty();
		}
	}

	@Test
	void sendWhenServerOffersNoTlsThenUnreachable() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			assertThat(send(server, "spring.mail.properties.mail.smtp.starttls.required=true"))
				.contains(new Refusal(Kind.UNREACHABLE, "the mail server offers no TLS"));
		}
	}

	@Test
	void sendWhenSignInIsRefusedThenUnreachable() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			server.reply("EHLO", "250-fine\r\n250 AUTH PLAIN");
			server.reply("AUTH", "535 5.7.8 no");
			assertThat(send(server, "spring.mail.username=vestibule", "spring.mail.password=wrong"))
				.contains(new Refusal(Kind.UNREACHABLE, "the mail server refused our sign-in"));
		}
	}

	@Test
	void sendWhenNobodyListensThenUnreachable() {
		ScriptedSmtpServer server = new ScriptedSmtpServer();
		server.close();
		assertThat(send(server)).contains(new Refusal(Kind.UNREACHABLE, "the connection to the mail server failed"));
	}

	/**
	 * Each read is answered in time, and the whole would never end.
	 */
	@ParameterizedTest
	@CsvSource({ "smtp,CONNECT,UNREACHABLE", "smtp,END,TRANSIENT", "smtps,RCPT,TRANSIENT" })
	void sendWhenServerDripsThenFreeWithinTenSeconds(String protocol, String step, Kind kind) throws Exception {
		try (ScriptedSmtpServer server = "smtp".equals(protocol) ? new ScriptedSmtpServer()
				: server(protocol, "here")) {
			server.reply(step, ScriptedSmtpServer.DRIP);
			Instant start = Instant.now();
			assertThat(send(server, settings(protocol, "here")))
				.contains(new Refusal(kind, "the mail server did not answer in time"));
			assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
			server.awaitNobodyWaits();
		}
	}

	@Test
	void sendWhenServerIsSlowAboutADomainThenItsMailDoesNotHoldTheOthers() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			server.reply("RCPT TO:<ann@slow.example>", ScriptedSmtpServer.SILENCE);
			with(server, (transport) -> {
				assertThat(transport.send(mail("ann@slow.example"), LETTER)).contains(Refusal.late(true));
				List<CompletableFuture<Optional<Refusal>>> slow = Stream
					.generate(() -> CompletableFuture
						.supplyAsync(() -> transport.send(mail("ann@slow.example"), LETTER), this.workers))
					.limit(20)
					.toList();
				assertThat(transport.send(mail("ann@quick.example"), LETTER)).isEmpty();
				assertThat(slow.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList()).hasSize(20)
					.areExactly(5, new Condition<>(Refusal.late(true)::equals, "attempts"))
					.areExactly(15, new Condition<>(Refusal.crowded()::equals, "turned away"));
			}, "spring.mail.properties.mail.smtp.timeout=4000");
		}
	}

	@Test
	void sendWhenSeveralThenConnectionsAreKept() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			with(server, (transport) -> {
				for (int i = 0; i < 60; i++) {
					assertThat(transport.send(mail(), LETTER)).isEmpty();
				}
			});
			assertThat(server.accepted()).hasSize(60);
			// One bears 50, and who comes back a moment too late finds another sent.
			assertThat(server.connections()).isBetween(2, 10);
		}
	}

	@Test
	void sendWhenServerEndedTheConnectionMeanwhileThenOverAnother() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			with(server, (transport) -> {
				assertThat(transport.send(mail(), LETTER)).isEmpty();
				server.obliging();
				assertThat(transport.send(mail(), LETTER)).isEmpty();
			});
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	private static Mail mail() {
		return mail("ann@example.com");
	}

	private static Mail mail(String recipient) {
		return new Mail(UUID.randomUUID(), new Message("sign-up", recipient, Locale.ENGLISH, Map.of(), null, 0), 1,
				Instant.now());
	}

	private static Optional<Refusal> send(ScriptedSmtpServer server, String... settings) {
		List<Refusal> refusals = new ArrayList<>();
		with(server, (transport) -> transport.send(mail(), LETTER).ifPresent(refusals::add), settings);
		return refusals.stream().findFirst();
	}

	private static void with(ScriptedSmtpServer server, Conversation conversation, String... settings) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailSenderAutoConfiguration.class))
			.withUserConfiguration(MailPropertiesTests.Defaults.class)
			.withPropertyValues("spring.mail.host=127.0.0.1", "spring.mail.port=" + server.port())
			.withPropertyValues(settings)
			.run((context) -> {
				MailProperties properties = new MailProperties("no-reply@login.example", Duration.ofDays(30));
				try (SmtpTransport transport = new SmtpTransport(context.getBean(JavaMailSenderImpl.class), properties,
						20)) {
					conversation.hold(transport);
				}
			});
	}

	private static String[] settings(String protocol, String trusted) {
		return new String[] { "spring.mail.protocol=" + protocol, "spring.mail.ssl.bundle=mail",
				"spring.ssl.bundle.pem.mail.truststore.certificate=file:" + folder.resolve(trusted + ".pem") };
	}

	private static ScriptedSmtpServer server(String protocol, String certificate)
			throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(folder.resolve(certificate + ".p12"))) {
			store.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(keys.getKeyManagers(), null, null);
		return new ScriptedSmtpServer(tls, "smtps".equals(protocol));
	}

	private static void certificate(String name, String subject) throws Exception {
		String store = folder.resolve(name + ".p12").toString();
		keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + subject,
				"-keystore", store, "-storetype", "PKCS12", "-storepass", PASSWORD);
		keytool("-exportcert", "-rfc", "-alias", name, "-keystore", store, "-storepass", PASSWORD, "-file",
				folder.resolve(name + ".pem").toString());
	}

	private static void keytool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(said).isZero();
	}

	private interface Conversation {

		void hold(SmtpTransport transport);

	}

}

package dev.vestibule.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import dev.vestibule.LogRecorder;
import dev.vestibule.transport.Refusal.Kind;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real conversations, over TLS too, with the settings that an operator gives.
 */
class SmtpTransportTests {

	private static final String PASSWORD = "changeit";

	private static final Refusal NOT_TRUSTED = new Refusal(Kind.UNREACHABLE,
			"there is no trusted TLS connection to the mail server");

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

	@ParameterizedTest
	@CsvSource({ "535 5.7.8 no,UNAUTHORIZED,the mail server refused our sign-in",
			"454 4.7.0 not now,UNREACHABLE,the mail server does not sign us in at present" })
	void sendWhenSignInIsRefusedThenOfTheRoute(String reply, Kind kind, String reason) {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer()) {
			server.reply("EHLO", "250-fine\r\n250 AUTH PLAIN");
			server.reply("AUTH", reply);
			assertThat(send(server, "spring.mail.username=vestibule", "spring.mail.password=wrong"))
				.contains(new Refusal(kind, reason));
		}
	}

	@Test
	void sendWhenXoauth2ThenSignedInWithAnAccessToken() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer(); GoogleStandIn google = new GoogleStandIn()) {
			xoauth2(server, "ya29.a0-1");
			assertThat(send(server, xoauth2(google))).isEmpty();
			assertThat(server.accepted()).hasSize(1);
		}
	}

	@Test
	void sendWhenXoauth2AndTheTokenWasTakenBackThenWithAnother() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer(); GoogleStandIn google = new GoogleStandIn()) {
			xoauth2(server, "ya29.a0-1");
			with(server, (transport) -> {
				assertThat(transport.send(letter())).isEmpty();
				server.obliging();
				xoauth2(server, "ya29.a0-2");
				assertThat(transport.send(letter())).isEmpty();
			}, xoauth2(google));
			assertThat(server.accepted()).hasSize(2);
		}
	}

	@Test
	void sendWhenXoauth2AndTheAccessTokenIsRefusedThenUnauthorizedAndLoggedWhy() throws Exception {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer(); GoogleStandIn google = new GoogleStandIn()) {
			xoauth2(server, "another");
			List<String> log = LogRecorder.record(() -> assertThat(send(server, xoauth2(google)))
				.contains(new Refusal(Kind.UNAUTHORIZED, "the mail server refused our sign-in")));
			assertThat(log)
				.anyMatch((line) -> line.contains("to our sign-in: 334 {status:401,schemes:bearer mac,scope:"));
		}
	}

	@Test
	void sendWhenXoauth2AndTheAuthorizationIsGoneThenUnauthorized() {
		try (ScriptedSmtpServer server = new ScriptedSmtpServer(); GoogleStandIn google = new GoogleStandIn()) {
			google.token(GoogleStandIn.INVALID_GRANT);
			assertThat(send(server, xoauth2(google)))
				.contains(new Refusal(Kind.UNAUTHORIZED, "Google refuses access: invalid_grant"));
		}
	}

	/**
	 * Gmail's answers: a failed sign-in is a challenge that says why. By Google's
	 * documentation the client answers it with an empty line, and gets the 535 that
	 * follows here; Jakarta Mail closes the connection instead, which loses nothing that
	 * the challenge has not said.
	 * @see <a href=
	 * "https://developers.google.com/workspace/gmail/imap/xoauth2-protocol">XOAUTH2</a>
	 */
	private static void xoauth2(ScriptedSmtpServer server, String accessToken) {
		String right = "user=no-reply@login.example\001auth=Bearer " + accessToken + "\001\001";
		String failure = "{\"status\":\"401\",\"schemes\":\"bearer mac\",\"scope\":\"https://mail.google.com/\"}";
		server.reply("EHLO", "250-smtp.gmail.com at your service\r\n250 AUTH LOGIN PLAIN XOAUTH2");
		server.reply("AUTH", "334 " + base64(failure));
		server.reply("", "535-5.7.1 Username and Password not accepted.\r\n535 5.7.1 See support.google.com");
		server.reply("AUTH XOAUTH2 " + base64(right), "235 2.7.0 Accepted");
	}

	private static String base64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String[] xoauth2(GoogleStandIn google) {
		List<String> settings = new ArrayList<>(google.settings());
		settings.add("vestibule.mail.transport=smtp-xoauth2");
		settings.add("vestibule.mail.google.refresh-token=" + GoogleStandIn.REFRESH_TOKEN);
		return settings.toArray(String[]::new);
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
				assertThat(transport.send(letter("ann@slow.example"))).contains(Refusal.late(true));
				List<CompletableFuture<Optional<Refusal>>> slow = Stream
					.generate(() -> CompletableFuture.supplyAsync(() -> transport.send(letter("ann@slow.example")),
							this.workers))
					.limit(20)
					.toList();
				assertThat(transport.send(letter("ann@quick.example"))).isEmpty();
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
					assertThat(transport.send(letter())).isEmpty();
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
				assertThat(transport.send(letter())).isEmpty();
				server.obliging();
				assertThat(transport.send(letter())).isEmpty();
			});
			assertThat(server.connections()).isEqualTo(2);
		}
	}

	private static Letter letter() {
		return letter("ann@example.com");
	}

	private static Letter letter(String recipient) {
		return new Letter(UUID.randomUUID() + ".0", recipient, Locale.ENGLISH, Instant.now(), "Subject", "Text\n",
				"<p>Text</p>", null, null);
	}

	private static Optional<Refusal> send(ScriptedSmtpServer server, String... settings) {
		List<Refusal> refusals = new ArrayList<>();
		with(server, (transport) -> transport.send(letter()).ifPresent(refusals::add), settings);
		return refusals.stream().findFirst();
	}

	private static void with(ScriptedSmtpServer server, Conversation conversation, String... settings) {
		List<String> all = new ArrayList<>(List.of("spring.mail.host=127.0.0.1", "spring.mail.port=" + server.port()));
		all.addAll(List.of(settings));
		TestTransports.with(all).run((context) -> conversation.hold(context.getBean(Routes.class).list().get(0)));
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

		void hold(Route transport);

	}

}

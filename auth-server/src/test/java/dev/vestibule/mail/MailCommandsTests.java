package dev.vestibule.mail;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.transport.GoogleStandIn;
import dev.vestibule.transport.ScriptedSmtpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operator sees who runs the jar for a command.
 */
@ExtendWith(OutputCaptureExtension.class)
class MailCommandsTests {

	private static final GoogleStandIn GOOGLE = new GoogleStandIn();

	private static final ScriptedSmtpServer SERVER = new ScriptedSmtpServer();

	private static final String DATABASE = TestDatabase.create();

	@AfterAll
	static void close() {
		GOOGLE.close();
		SERVER.close();
	}

	@Test
	void runWhenNoCommandThenNothing() {
		assertThat(MailCommands.run("--server.port=0", "vestibule.mail.test-to")).isEmpty();
	}

	@Test
	void testToWhenAcceptedThenSaysSo(CapturedOutput output) {
		SERVER.obliging();
		assertThat(run("--vestibule.mail.test-to=me@example.com")).contains(0);
		assertThat(output.getOut()).contains("smtp 127.0.0.1:" + SERVER.port() + ": accepted for me@example.com");
		assertThat(SERVER.accepted()).anyMatch((mail) -> mail.contains("To: me@example.com"));
	}

	@Test
	void testToWhenRefusedThenSaysWhy(CapturedOutput output) {
		SERVER.reply("RCPT", "550 5.1.1 no such user");
		assertThat(run("--vestibule.mail.test-to=me@example.com")).contains(1);
		assertThat(output.getOut()).contains("mailbox refused: 550 5.1.1 no such user");
	}

	@Test
	void authorizeWhenGrantedThenKeptAndUsed(CapturedOutput output) throws Exception {
		String unauthorized = "gmail: nobody has authorised us at Google yet";
		assertThat(run("--vestibule.mail.test-to=me@example.com", "--vestibule.mail.transport=gmail")).contains(1);
		assertThat(output.getOut()).contains(unauthorized);
		CompletableFuture<Optional<Integer>> command = authorize();
		String page = get(GOOGLE.agree(authorizationUri(output)));
		assertThat(page).isEqualTo("Access is granted. You can close this window.");
		assertThat(command.get()).contains(0);
		assertThat(output.getOut()).contains("Access is granted, and kept in the database", "It ends on ",
				"since the consent screen is in \"Testing\"");
		assertThat(output.getAll()).doesNotContain(GoogleStandIn.REFRESH_TOKEN);
		assertThat(run("--vestibule.mail.test-to=me@example.com", "--vestibule.mail.transport=gmail")).contains(0);
		assertThat(GOOGLE.sent()).hasSize(1);
	}

	@Test
	void authorizeWhenCancelledThenSaysSoAndNobodyElseEndsIt(CapturedOutput output) throws Exception {
		CompletableFuture<Optional<Integer>> command = authorize();
		String back = GOOGLE.agree(authorizationUri(output));
		get(back.replaceAll("state=[^&]+", "state=forged"));
		assertThat(command).isNotDone();
		get(back.replaceAll("code=[^&]+", "error=access_denied"));
		assertThat(command.get()).contains(1);
		assertThat(output.getErr()).contains("Google said: access_denied");
	}

	private static CompletableFuture<Optional<Integer>> authorize() {
		return CompletableFuture
			.supplyAsync(() -> run("--vestibule.mail.authorize", "--vestibule.mail.transport=gmail"));
	}

	private static String authorizationUri(CapturedOutput output) {
		Pattern address = Pattern.compile(GOOGLE.url() + "/auth\\?\\S+");
		await().until(() -> address.matcher(output.getOut()).find());
		Matcher found = address.matcher(output.getOut());
		assertThat(found.find()).isTrue();
		assertThat(found.group()).contains("scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fgmail.send",
				"login_hint=no-reply%40login.example", "prompt=consent");
		return found.group();
	}

	private static String get(String address) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
			.body();
	}

	private static Optional<Integer> run(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		GOOGLE.settings().forEach((setting) -> all.add("--" + setting));
		all.add("--vestibule.mail.google.authorization-uri=" + GOOGLE.url() + "/auth");
		all.add("--" + TestServer.KEYRING);
		all.add("--spring.datasource.url=" + DATABASE);
		all.add("--spring.mail.host=127.0.0.1");
		all.add("--spring.mail.port=" + SERVER.port());
		all.add("--vestibule.mail.from=no-reply@login.example");
		return MailCommands.run(all.toArray(String[]::new));
	}

}

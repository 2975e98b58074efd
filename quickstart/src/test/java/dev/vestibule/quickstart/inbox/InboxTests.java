package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.vestibule.quickstart.http.TestHttp;
import dev.vestibule.standin.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InboxTests {

	private static final String HTML = "<!DOCTYPE html><p>Code <b>123456</b> <a href=\"http://localhost:9000/v\">Verify</a>"
			+ "<script>alert(1)</script>";

	@TempDir
	private Path folder;

	private Inbox inbox;

	@BeforeEach
	void start() throws IOException {
		this.inbox = Inbox.start(this.folder.resolve("inbox"), 0, Ports.free());
	}

	@AfterEach
	void stop() {
		this.inbox.close();
	}

	@Test
	void sendWhenAcceptedThenReadAsJson() throws Exception {
		send("Ada@example.com", "확인 코드", "Code 123456");
		JsonNode messages = TestHttp.json(api("?to=ada%40example.com"));
		assertThat(messages.size()).isEqualTo(1);
		JsonNode message = messages.get(0);
		assertThat(message.propertyNames()).containsExactlyInAnyOrder("id", "to", "from", "subject", "text", "html",
				"receivedAt");
		assertThat(message.get("to").asString()).isEqualTo("Ada@example.com");
		assertThat(message.get("from").asString()).isEqualTo("Vestibule <no-reply@localhost>");
		assertThat(message.get("subject").asString()).isEqualTo("확인 코드");
		assertThat(message.get("text").asString()).isEqualTo("Code 123456");
		assertThat(message.get("html").asString()).isEqualTo(HTML);
		assertThat(message.get("receivedAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
	}

	@Test
	void sendWhenAcceptedThenKeptForTheNextRun() throws Exception {
		send("ada@example.com", "One", "text");
		this.inbox.close();
		this.inbox = Inbox.start(this.folder.resolve("inbox"), 0, Ports.free());
		send("ada@example.com", "Two", "text");
		assertThat(this.inbox.messagesTo("ada@example.com")).extracting(Message::subject).containsExactly("Two", "One");
	}

	@Test
	void sendWhenSeveralRecipientsThenEachHasACopy() throws Exception {
		send("a@example.com, b@example.com", "Both", "text");
		assertThat(this.inbox.messagesTo("a@example.com")).hasSize(1);
		assertThat(this.inbox.messagesTo("b@example.com")).hasSize(1);
	}

	@Test
	void sendWhenItCannotBeKeptThenRefusedForNow() throws Exception {
		Path kept = this.folder.resolve("inbox");
		try (var files = Files.walk(kept)) {
			files.sorted(Comparator.reverseOrder()).forEach((file) -> file.toFile().delete());
		}
		assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> send("a@example.com", "One", "text"))
			.withMessageContaining("451");
	}

	@Test
	void queryWhenPlusIsNotEncodedThenFound() throws Exception {
		send("ada+x@example.com", "One", "text");
		assertThat(TestHttp.json(api("?to=ada+x@example.com")).size()).isEqualTo(1);
	}

	@Test
	void deleteWhenForOneAddressThenOthersStay() throws Exception {
		send("a@example.com, b@example.com", "Both", "text");
		assertThat(TestHttp.delete(uri("/api/messages?to=a@example.com")).statusCode()).isEqualTo(204);
		assertThat(TestHttp.json(api("")).size()).isEqualTo(1);
		TestHttp.delete(uri("/api/messages"));
		assertThat(TestHttp.json(api("")).size()).isZero();
	}

	@Test
	void pageWhenMailHoldsMarkupThenEscaped() throws Exception {
		send("ada@example.com", "<img src=x onerror=alert(1)>",
				"<script>alert(2)</script> http://localhost:9000/v?a=b&c=d.");
		String id = this.inbox.messagesTo("ada@example.com").get(0).id();
		assertThat(TestHttp.get(uri("/")).body()).doesNotContain("<img").doesNotContain("<script>");
		HttpResponse<String> page = TestHttp.get(uri("/messages/" + id));
		assertThat(page.body()).doesNotContain("<img")
			.doesNotContain("<script>")
			.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"")
			.contains("<a href=\"http://localhost:9000/v?a=b&amp;c=d\" target=\"_blank\" rel=\"noopener\">");
		assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'none'");
	}

	@Test
	void emptyWhenPostedThenNothingIsLeft() throws Exception {
		send("ada@example.com", "One", "text");
		assertThat(TestHttp.post(uri("/empty"), Map.of()).statusCode()).isEqualTo(303);
		assertThat(TestHttp.get(uri("/")).body()).contains("Nothing here yet");
	}

	@Test
	void pageWhenUnknownThenNotFound() {
		assertThat(TestHttp.get(uri("/messages/../../etc/passwd")).statusCode()).isEqualTo(404);
		assertThat(TestHttp.get(uri("/favicon.ico")).statusCode()).isEqualTo(404);
	}

	private HttpResponse<String> api(String query) {
		return TestHttp.get(uri("/api/messages" + query));
	}

	private String uri(String path) {
		return "http://localhost:" + this.inbox.httpPort() + path;
	}

	private void send(String to, String subject, String text) throws MessagingException {
		Properties smtp = new Properties();
		smtp.setProperty("mail.smtp.host", "127.0.0.1");
		smtp.setProperty("mail.smtp.port", Integer.toString(this.inbox.smtpPort()));
		MimeMessage message = new MimeMessage(Session.getInstance(smtp));
		message.setFrom(new InternetAddress("Vestibule <no-reply@localhost>"));
		message.setRecipients(jakarta.mail.Message.RecipientType.TO, InternetAddress.parse(to));
		message.setSubject(subject, "UTF-8");
		MimeMultipart parts = new MimeMultipart("alternative");
		MimeBodyPart plain = new MimeBodyPart();
		plain.setText(text, "UTF-8");
		parts.addBodyPart(plain);
		MimeBodyPart html = new MimeBodyPart();
		html.setText(HTML, "UTF-8", "html");
		parts.addBodyPart(html);
		message.setContent(parts);
		Transport.send(message);
	}

}

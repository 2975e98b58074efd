package dev.vestibule.quickstart.administrator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;
import dev.vestibule.quickstart.inbox.Inbox;
import dev.vestibule.standin.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class AdministratorTests {

	private static final Administrator ADMINISTRATOR = new Administrator("admin@example.com", "a password of theirs");

	@TempDir
	private Path folder;

	private final List<String> done = new ArrayList<>();

	private boolean known;

	private String code = "042042";

	@Test
	void ensureWhenUnknownThenSignedUpWithTheMailedCode() throws Exception {
		ensure();
		assertThat(this.done).containsExactly("signup a password of theirs", "verify 042042");
	}

	@Test
	void ensureWhenKnownThenLeftAlone() throws Exception {
		this.known = true;
		ensure();
		assertThat(this.done).isEmpty();
	}

	@Test
	void ensureWhenCodeIsRefusedThenSaid() {
		this.code = "111111";
		assertThatIOException().isThrownBy(this::ensure).withMessageContaining("The code was answered with status 200");
	}

	private void ensure() throws Exception {
		try (Inbox inbox = Inbox.start(this.folder, 0, Ports.free());
				LoopbackServer server = LoopbackServer.start(0, (request) -> answer(request, inbox))) {
			ADMINISTRATOR.ensureAccount(URI.create("http://localhost:" + server.port()), inbox);
		}
	}

	private Response answer(Request request, Inbox inbox) throws IOException {
		if (request.path().equals("/")) {
			return Response.html(200, "home");
		}
		if (request.method().equals("GET")) {
			return Response.html(200, "<form><input type=\"hidden\" name=\"_csrf\" value=\"token\"/></form>")
				.with("Set-Cookie", "SESSION=one; Path=/; HttpOnly; Max-Age=60");
		}
		Parameters form = request.form();
		if (!form.get("_csrf").equals("token") || !request.header("Cookie").equals("SESSION=one")) {
			return Response.text(403, "");
		}
		return switch (request.path()) {
			case "/login" -> Response.seeOther(this.known ? "/" : "/login?error");
			case "/signup" -> signUp(form, inbox);
			case "/verify" -> verify(form);
			default -> Response.notFound();
		};
	}

	private Response signUp(Parameters form, Inbox inbox) throws IOException {
		this.done.add("signup " + form.get("password"));
		mail(form.get("email"), inbox.smtpPort());
		return Response.seeOther("/verify");
	}

	private Response verify(Parameters form) {
		this.done.add("verify " + form.get("code"));
		return Response.seeOther(form.get("code").equals("042042") ? "/" : "/verify");
	}

	private void mail(String to, int port) throws IOException {
		Properties smtp = new Properties();
		smtp.setProperty("mail.smtp.host", "127.0.0.1");
		smtp.setProperty("mail.smtp.port", Integer.toString(port));
		try {
			MimeMessage message = new MimeMessage(Session.getInstance(smtp));
			message.setFrom(new InternetAddress("no-reply@localhost"));
			message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
			message.setText("Your code is " + this.code + ", or open http://localhost/verify/link?token=999999");
			Transport.send(message);
		}
		catch (MessagingException ex) {
			throw new IOException(ex);
		}
	}

}

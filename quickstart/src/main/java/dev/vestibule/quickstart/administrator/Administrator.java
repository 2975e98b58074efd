package dev.vestibule.quickstart.administrator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.quickstart.inbox.Inbox;
import dev.vestibule.quickstart.inbox.Message;

/**
 * The person whom the server makes its first administrator.
 */
public record Administrator(String email, String password) {

	private static final Duration MAIL = Duration.ofSeconds(60);

	private static final Pattern CODE = Pattern.compile("(?<![\\w/=-])(\\d{6}|\\d{3} \\d{3})(?![\\w-])");

	/**
	 * Makes sure that the administrator has an account: signs in, or else up.
	 * @throws IOException if the server's answers are not what they should be
	 */
	public void ensureAccount(URI issuer, Inbox inbox) throws IOException, InterruptedException {
		if (!signsIn(issuer)) {
			signUp(issuer, inbox);
		}
	}

	private boolean signsIn(URI issuer) throws IOException, InterruptedException {
		HttpResponse<String> end = new Browser(issuer).submit("/login",
				Map.of("username", this.email, "password", this.password));
		return end.statusCode() == 200 && !end.uri().getPath().equals("/login");
	}

	private void signUp(URI issuer, Inbox inbox) throws IOException, InterruptedException {
		Instant asked = Instant.now().minusSeconds(1);
		Browser browser = new Browser(issuer);
		HttpResponse<String> asks = browser.submit("/signup",
				Map.of("email", this.email, "name", "Administrator", "password", this.password));
		if (!asks.uri().getPath().equals("/verify")) {
			throw new IOException(
					"The sign-up was answered with status %d at %s".formatted(asks.statusCode(), asks.uri()));
		}
		HttpResponse<String> end = browser.submit("/verify", Map.of("code", awaitCode(inbox, asked)));
		if (end.statusCode() != 200 || end.uri().getPath().equals("/verify")) {
			throw new IOException("The code was answered with status %d at %s".formatted(end.statusCode(), end.uri()));
		}
	}

	private String awaitCode(Inbox inbox, Instant since) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + MAIL.toNanos();
		while (System.nanoTime() < deadline) {
			Optional<String> code = inbox.messagesTo(this.email)
				.stream()
				.filter((message) -> message.receivedAt().isAfter(since))
				.findFirst()
				.flatMap(Administrator::code);
			if (code.isPresent()) {
				return code.get();
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		throw new IOException("No mail with a code came within %d s".formatted(MAIL.toSeconds()));
	}

	private static Optional<String> code(Message message) {
		Matcher code = CODE.matcher(message.text());
		return code.find() ? Optional.of(code.group(1).replace(" ", "")) : Optional.empty();
	}

}

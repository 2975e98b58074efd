package dev.vestibule.flow;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.icegreen.greenmail.util.GreenMail;
import dev.vestibule.flow.Browser.Page;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.awaitility.Awaitility;

/**
 * What people do at the pages: sign up, read their mail, type the code, sign in.
 */
final class People {

	static final String PASSWORD = "correct zebra battery 42";

	private static final Pattern CODE = Pattern.compile("(?<![0-9])([0-9]{6})(?![0-9])");

	private final GreenMail mail;

	People(GreenMail mail) {
		this.mail = mail;
	}

	/**
	 * Signs up with a password and proves the address; the browser ends up signed in.
	 */
	Page signUp(Browser browser, String email) {
		int before = mailsTo(email).length;
		browser.submit("/signup", Map.of("email", email, "name", "Ann Example", "password", PASSWORD));
		newest(email, before);
		return browser.submit("/verify", Map.of("code", code(email)));
	}

	Page signIn(Browser browser, String email) {
		return browser.submit("/login", Map.of("username", email, "password", PASSWORD));
	}

	/**
	 * The code of the newest mail to an address, once it has come.
	 */
	String code(String email) {
		Matcher code = CODE.matcher(newest(email).replaceAll("http\\S+", ""));
		if (!code.find()) {
			throw new AssertionError("the mail has no code");
		}
		return code.group(1);
	}

	String newest(String email) {
		return newest(email, 0);
	}

	/**
	 * The newest mail to an address, once there are more than there were.
	 */
	String newest(String email, int before) {
		Awaitility.await().until(() -> mailsTo(email).length > before);
		MimeMessage[] mails = mailsTo(email);
		return text(mails[mails.length - 1]);
	}

	/**
	 * What a person reads, and not what the message consists of besides, where digits
	 * stand in a row too.
	 */
	static String text(MimeMessage message) {
		try {
			return (String) ((MimeMultipart) message.getContent()).getBodyPart(0).getContent();
		}
		catch (IOException | MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	MimeMessage[] mailsTo(String email) {
		return Arrays.stream(this.mail.getReceivedMessages())
			.filter((message) -> isTo(message, email))
			.toArray(MimeMessage[]::new);
	}

	private static boolean isTo(MimeMessage message, String email) {
		try {
			return Arrays.stream(message.getAllRecipients()).map(Address::toString).anyMatch(email::equals);
		}
		catch (MessagingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

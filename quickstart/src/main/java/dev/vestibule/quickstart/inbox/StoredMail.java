package dev.vestibule.quickstart.inbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/**
 * The form in which a mail lies in its file: as it was sent, below a {@code Delivered-To}
 * line with the recipient of the envelope.
 */
final class StoredMail {

	private static final String RECIPIENT = "Delivered-To: ";

	private static final Session SESSION = Session.getInstance(new Properties());

	private StoredMail() {
	}

	static byte[] write(String to, byte[] mail) {
		ByteArrayOutputStream stored = new ByteArrayOutputStream();
		stored.writeBytes((RECIPIENT + to + "\r\n").getBytes(StandardCharsets.UTF_8));
		stored.writeBytes(mail);
		return stored.toByteArray();
	}

	/**
	 * Reads a stored mail.
	 * @throws IOException if it has not the form of a mail
	 */
	static Message read(String id, byte[] stored) throws IOException {
		int end = new String(stored, StandardCharsets.ISO_8859_1).indexOf("\r\n");
		if (end < RECIPIENT.length()) {
			throw new IOException("No recipient");
		}
		String to = new String(stored, RECIPIENT.length(), end - RECIPIENT.length(), StandardCharsets.UTF_8);
		Instant receivedAt = Instant.ofEpochMilli(Long.parseLong(id) / 1000);
		try {
			MimeMessage mail = new MimeMessage(SESSION, new ByteArrayInputStream(stored));
			return new Message(id, to, sender(mail), Optional.ofNullable(mail.getSubject()).orElse(""),
					body(mail, "text/plain").orElse(""), body(mail, "text/html").orElse(""), receivedAt);
		}
		catch (MessagingException | UncheckedIOException ex) {
			throw new IOException("Not a mail", ex);
		}
	}

	private static String sender(MimeMessage mail) throws MessagingException {
		Address[] from = mail.getFrom();
		if (from == null || from.length == 0) {
			return "";
		}
		return (from[0] instanceof InternetAddress address) ? address.toUnicodeString() : from[0].toString();
	}

	/**
	 * The first part of a type that is not an attachment.
	 */
	private static Optional<String> body(Part part, String type) throws MessagingException, IOException {
		if (part.isMimeType(type) && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
			return Optional.of(part.getContent().toString());
		}
		if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
			for (int i = 0; i < parts.getCount(); i++) {
				Optional<String> found = body(parts.getBodyPart(i), type);
				if (found.isPresent()) {
					return found;
				}
			}
		}
		return Optional.empty();
	}

}

package dev.vestibule.mail;

import java.util.Date;

import dev.vestibule.mail.MailDelivery.Mail;
import dev.vestibule.mail.MailTemplates.Letter;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;

/**
 * Hands a letter to the SMTP server, always under the same Message-ID, so that a second
 * copy can be recognised.
 */
class SmtpTransport {

	private static final String UTF_8 = "UTF-8";

	private final JavaMailSender sender;

	private final MailProperties properties;

	SmtpTransport(JavaMailSender sender, MailProperties properties) {
		this.sender = sender;
		this.properties = properties;
	}

	/**
	 * Returns once the server has accepted it.
	 * @throws org.springframework.mail.MailException when it has not
	 */
	void send(Mail mail, Letter letter) {
		this.sender.send(mime(mail, letter));
	}

	private MimeMessage mime(Mail mail, Letter letter) {
		MimeMessage message = this.sender.createMimeMessage();
		try {
			message.setFrom(this.properties.sender());
			message.setRecipient(RecipientType.TO, new InternetAddress(mail.message().recipient(), true));
			message.setSubject(letter.subject(), UTF_8);
			message.setSentDate(Date.from(mail.createdAt()));
			message.setHeader("Message-ID",
					"<%s.%d@%s>".formatted(mail.id(), mail.message().generation(), this.properties.domain()));
			message.setHeader("Auto-Submitted", "auto-generated");
			message.setHeader("Content-Language", mail.message().locale().toLanguageTag());
			// The last alternative is the preferred one (RFC 2046, section 5.1.4).
			message.setContent(
					new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html")));
			return message;
		}
		catch (MessagingException ex) {
			throw new MailParseException(ex);
		}
	}

	private static MimeBodyPart part(String content, String subtype) throws MessagingException {
		MimeBodyPart part = new MimeBodyPart();
		part.setText(content, UTF_8, subtype);
		return part;
	}

}

package dev.vestibule.transport;

import java.io.UnsupportedEncodingException;
import java.util.Date;
import java.util.regex.Pattern;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.StreamProvider;
import org.eclipse.angus.mail.util.MailStreamProvider;

/**
 * Writes a letter as MIME, always under the same Message-ID.
 */
class MimeWriter {

	private static final String UTF_8 = "UTF-8";

	// Some mail programs show an address in a name as if it were the sender's.
	private static final Pattern OF_ADDRESSES = Pattern.compile("[@<>\"\\\\\\s\\p{C}]+");

	static {
		// Jakarta Mail would search the class path for it at each part of each message.
		if (System.getProperty(StreamProvider.class.getName()) == null) {
			System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
		}
	}

	private final Sender sender;

	// Not the sender's of the moment: a second copy is to be recognised.
	private final String domain;

	MimeWriter(TransportProperties properties, Sender sender) {
		this.sender = sender;
		this.domain = properties.domain();
	}

	MimeMessage write(Letter letter, Session session) throws MessagingException {
		MimeMessage message = new MimeMessage(session);
		InternetAddress from = this.sender.get();
		message.setFrom((letter.client() != null) ? onBehalfOf(letter.client(), from) : from);
		message.setRecipient(RecipientType.TO, new InternetAddress(letter.recipient(), true));
		message.setSubject(letter.subject(), UTF_8);
		message.setSentDate(Date.from(letter.writtenAt()));
		message.setHeader("Auto-Submitted", "auto-generated");
		message.setHeader("Content-Language", letter.locale().toLanguageTag());
		if (letter.unsubscribeUrl() != null) {
			message.setHeader("List-Unsubscribe", "<" + letter.unsubscribeUrl() + ">");
			message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
		}
		// The last alternative is the preferred one (RFC 2046, section 5.1.4).
		message.setContent(new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html")));
		message.saveChanges();
		// Last, since saving sets one of its own.
		message.setHeader("Message-ID", "<%s@%s>".formatted(letter.id(), this.domain));
		return message;
	}

	/**
	 * The sender under another name: the address stays, since its domain has to vouch for
	 * the letter (RFC 7489).
	 */
	private static InternetAddress onBehalfOf(String client, InternetAddress sender) {
		String name = OF_ADDRESSES.matcher(client).replaceAll(" ").strip();
		if (name.isEmpty()) {
			return sender;
		}
		try {
			String own = sender.getPersonal();
			return new InternetAddress(sender.getAddress(), (own != null) ? name + " via " + own : name, UTF_8);
		}
		catch (UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MimeBodyPart part(String content, String subtype) throws MessagingException {
		MimeBodyPart part = new MimeBodyPart();
		part.setText(content, UTF_8, subtype);
		return part;
	}

}

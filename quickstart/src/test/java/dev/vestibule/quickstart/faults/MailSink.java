package dev.vestibule.quickstart.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.standin.Ports;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server that counts the copies of each message, and can leave and come back.
 */
final class MailSink implements AutoCloseable {

	private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

	private final int port = Ports.free();

	private final Map<String, Integer> copies = new ConcurrentHashMap<>();

	private final Map<String, List<String>> codes = new ConcurrentHashMap<>();

	private @Nullable SMTPServer server;

	MailSink() {
		start();
	}

	int port() {
		return this.port;
	}

	void start() {
		this.server = SMTPServer.port(this.port)
			.bindAddress(InetAddress.getLoopbackAddress())
			.hostName("localhost")
			.messageHandlerFactory((context) -> new Handler())
			.build();
		this.server.start();
	}

	void stop() {
		if (this.server != null) {
			this.server.stop();
			this.server = null;
		}
	}

	/** How often each message came, by its Message-ID. */
	Map<String, Integer> copies() {
		return Map.copyOf(this.copies);
	}

	/** The codes that were mailed to an address. */
	List<String> codes(String address) {
		return List.copyOf(this.codes.getOrDefault(address, List.of()));
	}

	@Override
	public void close() {
		stop();
	}

	private void take(String recipient, byte[] mail) throws IOException {
		try {
			MimeMessage message = new MimeMessage(Session.getInstance(new Properties()),
					new ByteArrayInputStream(mail));
			String text = (String) ((MimeMultipart) message.getContent()).getBodyPart(0).getContent();
			Matcher code = CODE.matcher(text);
			if (code.find()) {
				this.codes.computeIfAbsent(recipient, (key) -> new CopyOnWriteArrayList<>()).add(code.group(1));
			}
			this.copies.merge(message.getMessageID(), 1, Integer::sum);
		}
		catch (MessagingException ex) {
			throw new IOException(ex);
		}
	}

	private final class Handler implements MessageHandler {

		private String to = "";

		@Override
		public void from(String from) {
		}

		@Override
		public void recipient(String recipient) {
			this.to = recipient;
		}

		@Override
		public @Nullable String data(InputStream data) throws IOException {
			take(this.to, data.readAllBytes());
			return null;
		}

		@Override
		public void done() {
		}

	}

}

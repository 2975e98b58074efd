package dev.vestibule.transport;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/**
 * One thread's connection to the mail server, kept while it is good: signing in over TLS
 * takes longer than handing over a message.
 */
class SmtpConnection implements AutoCloseable {

	/** Many servers end a connection after a hundred. */
	private static final int MAX_MESSAGES = 50;

	private final JavaMailSenderImpl sender;

	private final @Nullable AccessTokens tokens;

	private @Nullable Transport transport;

	private int messages;

	/**
	 * A connection that is not open yet.
	 * @param tokens what to sign in with instead of the sender's password, or null
	 */
	SmtpConnection(JavaMailSenderImpl sender, @Nullable AccessTokens tokens) {
		this.sender = sender;
		this.tokens = tokens;
	}

	/**
	 * Connects and signs in, unless that was done and still holds.
	 */
	void open() throws MessagingException, RefusedException {
		if (this.transport != null && this.messages < MAX_MESSAGES && this.transport.isConnected()) {
			return;
		}
		close();
		this.transport = (this.tokens != null) ? connect(this.tokens) : connect(text(this.sender.getPassword()));
		this.messages = 0;
	}

	private Transport connect(AccessTokens tokens) throws MessagingException, RefusedException {
		try {
			return connect(tokens.current());
		}
		catch (AuthenticationFailedException ex) {
			// A token may be taken back before its time is up.
			return connect(tokens.renewed());
		}
	}

	private Transport connect(@Nullable String password) throws MessagingException {
		Session session = this.sender.getSession();
		Transport opened = session.getTransport(protocol(session));
		opened.connect(this.sender.getHost(), this.sender.getPort(), text(this.sender.getUsername()), password);
		return opened;
	}

	/**
	 * Returns once the server has accepted the message.
	 */
	void send(MimeMessage message) throws MessagingException {
		if (this.transport == null) {
			throw new IllegalStateException("not open");
		}
		this.messages++;
		this.transport.sendMessage(message, message.getAllRecipients());
	}

	@Override
	public void close() {
		try {
			if (this.transport != null) {
				this.transport.close();
			}
		}
		catch (MessagingException ex) {
			// It is gone, as it should be.
		}
		finally {
			this.transport = null;
		}
	}

	private String protocol(Session session) {
		String protocol = this.sender.getProtocol();
		return (protocol != null) ? protocol : StringUtils.hasText(session.getProperty("mail.transport.protocol"))
				? session.getProperty("mail.transport.protocol") : JavaMailSenderImpl.DEFAULT_PROTOCOL;
	}

	private static @Nullable String text(@Nullable String setting) {
		return StringUtils.hasLength(setting) ? setting : null;
	}

}

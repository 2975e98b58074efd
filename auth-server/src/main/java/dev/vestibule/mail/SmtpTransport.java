package dev.vestibule.mail;

import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.vestibule.mail.MailDelivery.Mail;
import dev.vestibule.mail.MailTemplates.Letter;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.StreamProvider;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Hands a letter to the SMTP server, always under the same Message-ID, so that a second
 * copy can be recognised. Whatever the server does, the caller is free within 10 s.
 */
class SmtpTransport implements AutoCloseable {

	/**
	 * Of looking up its name, connecting, TLS, signing in and handing over, together: the
	 * time limits of Jakarta Mail are for each read alone.
	 */
	private static final Duration BOUND = Duration.ofSeconds(9);

	/** As long as a connection is kept for another message. */
	private static final Duration IDLE = Duration.ofSeconds(5);

	private static final String UTF_8 = "UTF-8";

	static {
		// Jakarta Mail would search the class path for it at each part of each message.
		if (System.getProperty(StreamProvider.class.getName()) == null) {
			System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
		}
	}

	private final JavaMailSenderImpl sender;

	private final MailProperties properties;

	private final SlowDomains slow;

	/** As many as there are callers. */
	private final ThreadPoolExecutor couriers;

	/**
	 * Speaks with the server that the sender names.
	 * @param callers how many there are at a time
	 */
	SmtpTransport(JavaMailSenderImpl sender, MailProperties properties, int callers) {
		this.sender = sender;
		this.properties = properties;
		this.slow = new SlowDomains(Math.max(1, callers / 4));
		this.couriers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new SynchronousQueue<>(), (work) -> new Courier(work, new SmtpConnection(sender)));
	}

	/**
	 * Returns once the server has accepted it, or has not.
	 * @return why it has not
	 */
	Optional<Refusal> send(Mail mail, Letter letter) {
		String recipient = mail.message().recipient();
		if (!this.slow.begin(recipient)) {
			return Optional.of(Refusal.crowded());
		}
		long start = System.nanoTime();
		try {
			return run(new Errand(mime(mail, letter)));
		}
		catch (MessagingException ex) {
			return Optional.of(Refusal.unwritable());
		}
		finally {
			this.slow.end(recipient, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	/**
	 * Connects and signs in.
	 * @return why that did not succeed
	 */
	Optional<Refusal> probe() {
		return run(new Errand(null));
	}

	@Override
	public void close() {
		this.couriers.shutdownNow();
	}

	private Optional<Refusal> run(Errand errand) {
		Future<Optional<Refusal>> answer = this.couriers.submit(errand);
		try {
			return answer.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			return Optional.of(Refusal.late(errand.connected));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.of(Refusal.late(errand.connected));
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The mail could not be handed over", ex.getCause());
		}
		finally {
			// Of a courier that is not back this cuts the connection, since it reads from
			// a channel.
			answer.cancel(true);
		}
	}

	private MimeMessage mime(Mail mail, Letter letter) throws MessagingException {
		MimeMessage message = new MimeMessage(this.sender.getSession());
		message.setFrom(this.properties.sender());
		message.setRecipient(RecipientType.TO, new InternetAddress(mail.message().recipient(), true));
		message.setSubject(letter.subject(), UTF_8);
		message.setSentDate(Date.from(mail.createdAt()));
		message.setHeader("Auto-Submitted", "auto-generated");
		message.setHeader("Content-Language", mail.message().locale().toLanguageTag());
		// The last alternative is the preferred one (RFC 2046, section 5.1.4).
		message.setContent(new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html")));
		message.saveChanges();
		// Last, since saving sets one of its own.
		message.setHeader("Message-ID",
				"<%s.%d@%s>".formatted(mail.id(), mail.message().generation(), this.properties.domain()));
		return message;
	}

	private static MimeBodyPart part(String content, String subtype) throws MessagingException {
		MimeBodyPart part = new MimeBodyPart();
		part.setText(content, UTF_8, subtype);
		return part;
	}

	/**
	 * What a courier is sent for: to hand over a message, or only to see whether it
	 * could.
	 */
	private static final class Errand implements Callable<Optional<Refusal>> {

		private final @Nullable MimeMessage message;

		private volatile boolean connected;

		Errand(@Nullable MimeMessage message) {
			this.message = message;
		}

		@Override
		public Optional<Refusal> call() {
			SmtpConnection connection = ((Courier) Thread.currentThread()).connection;
			boolean good = false;
			try {
				connection.open();
				this.connected = true;
				if (this.message != null) {
					connection.send(this.message);
				}
				good = true;
				return Optional.empty();
			}
			catch (MessagingException ex) {
				return Optional.of(Refusal.of(ex, this.connected));
			}
			finally {
				if (!good) {
					connection.close();
				}
			}
		}

	}

	/**
	 * A thread with a connection of its own, which ends with it.
	 */
	private static final class Courier extends Thread {

		private final SmtpConnection connection;

		Courier(Runnable work, SmtpConnection connection) {
			super(work, "mail-courier");
			setDaemon(true);
			this.connection = connection;
		}

		@Override
		public void run() {
			try {
				super.run();
			}
			finally {
				this.connection.close();
			}
		}

	}

}

package dev.vestibule.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Hands letters to an SMTP server.
 */
class SmtpTransport implements Transport {

	/**
	 * Of looking up its name, connecting, TLS, signing in and handing over, together: the
	 * time limits of Jakarta Mail are for each read alone.
	 */
	private static final Duration BOUND = Duration.ofSeconds(9);

	/** As long as a connection is kept for another message. */
	private static final Duration IDLE = Duration.ofSeconds(5);

	private final JavaMailSenderImpl sender;

	private final @Nullable AccessTokens tokens;

	private final MimeWriter writer;

	private final SlowDomains slow;

	/** As many as there are callers. */
	private final ThreadPoolExecutor couriers;

	/**
	 * Speaks with the server that the sender names.
	 * @param tokens what to sign in with instead of the sender's password, or null
	 * @param callers how many there are at a time
	 */
	SmtpTransport(JavaMailSenderImpl sender, @Nullable AccessTokens tokens, MimeWriter writer, int callers) {
		this.sender = sender;
		this.tokens = tokens;
		this.writer = writer;
		this.slow = new SlowDomains(Math.max(1, callers / 4));
		this.couriers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new SynchronousQueue<>(), (work) -> new Courier(work, new SmtpConnection(sender, tokens)));
	}

	@Override
	public Optional<Refusal> send(Letter letter) {
		String recipient = letter.recipient();
		if (!this.slow.begin(recipient)) {
			return Optional.of(Refusal.crowded());
		}
		long start = System.nanoTime();
		try {
			return run(new Errand(this.writer.write(letter, this.sender.getSession())));
		}
		catch (MessagingException ex) {
			return Optional.of(Refusal.unwritable());
		}
		finally {
			this.slow.end(recipient, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	@Override
	public Optional<Refusal> probe() {
		return run(new Errand(null));
	}

	@Override
	public Optional<Instant> authorizedUntil() {
		return (this.tokens != null) ? this.tokens.authorizedUntil() : Optional.empty();
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
			catch (RefusedException ex) {
				return Optional.of(ex.refusal());
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

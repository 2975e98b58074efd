package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.subethamail.smtp.server.SMTPServer;

import dev.vestibule.quickstart.http.LoopbackServer;

/**
 * The running inbox: SMTP in, a page and JSON out, on the loopback address.
 */
public final class Inbox implements AutoCloseable {

	private final Messages messages;

	private final SMTPServer smtp;

	private final LoopbackServer http;

	private Inbox(Messages messages, SMTPServer smtp, LoopbackServer http) {
		this.messages = messages;
		this.smtp = smtp;
		this.http = http;
	}

	/**
	 * Starts an inbox over the mails in a folder; port 0 takes a free one.
	 * @throws IOException if the folder cannot be read or a port is in use
	 */
	public static Inbox start(Path folder, int httpPort, int smtpPort) throws IOException {
		Messages messages = new Messages(folder, Clock.systemUTC());
		LoopbackServer http = LoopbackServer.start(httpPort, new InboxPages(messages));
		try {
			SMTPServer smtp = SMTPServer.port(smtpPort)
				.bindAddress(InetAddress.getByAddress("localhost", new byte[] { 127, 0, 0, 1 }))
				.hostName("localhost")
				.maxMessageSize(Delivery.MAX_SIZE)
				.messageHandlerFactory((context) -> new Delivery(messages))
				.build();
			smtp.start();
			return new Inbox(messages, smtp, http);
		}
		catch (RuntimeException ex) {
			http.close();
			throw new IOException("Cannot listen on port " + smtpPort, ex);
		}
	}

	public int httpPort() {
		return this.http.port();
	}

	public int smtpPort() {
		return this.smtp.getPortAllocated();
	}

	/**
	 * The mails to an address, newest first.
	 */
	public List<Message> messagesTo(String address) {
		return this.messages.to(address);
	}

	@Override
	public void close() {
		this.smtp.stop();
		this.http.close();
	}

}

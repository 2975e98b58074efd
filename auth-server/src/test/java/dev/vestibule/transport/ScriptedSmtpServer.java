package dev.vestibule.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * An SMTP server that answers as it is told to.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

	/** Instead of a reply: say nothing, ever. */
	public static final String SILENCE = "silence";

	/** Instead of a reply: close the connection. */
	public static final String DROP = "drop";

	/** Instead of a reply: a byte now and then, without end. */
	static final String DRIP = "drip";

	/** Instead of a reply behind the data: take the message and close the connection. */
	public static final String TAKE_AND_DROP = "take and drop";

	private static final long DRIP_MILLIS = 300;

	private final Map<String, String> replies = new ConcurrentHashMap<>();

	private final List<String> accepted = new CopyOnWriteArrayList<>();

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger dripping = new AtomicInteger();

	private final ScheduledExecutorService taps = Executors.newScheduledThreadPool(1, ScriptedSmtpServer::thread);

	private final @Nullable SSLContext tls;

	private final boolean implicitTls;

	private ServerSocket server;

	public volatile Runnable beforeAcceptance = () -> {
	};

	public ScriptedSmtpServer() {
		this(null, false);
	}

	/**
	 * A server that speaks TLS.
	 * @param implicit from the first byte, and not only when asked by STARTTLS
	 */
	ScriptedSmtpServer(@Nullable SSLContext tls, boolean implicit) {
		this.tls = tls;
		this.implicitTls = implicit;
		this.server = listen(0);
	}

	public int port() {
		return this.server.getLocalPort();
	}

	/**
	 * What to answer from now on.
	 * @param step {@code CONNECT}, a command, the whole line of a command, {@code BODY}
	 * for the first line of the data, or {@code END} for the dot behind it
	 */
	public void reply(String step, String reply) {
		this.replies.put(step, reply);
	}

	public void obliging() {
		this.replies.clear();
		this.beforeAcceptance = () -> {
		};
		hangUp();
	}

	/**
	 * Takes no connections any more.
	 */
	public void leave() {
		try {
			this.server.close();
			hangUp();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public void comeBack() {
		this.server = listen(this.server.getLocalPort());
	}

	public List<String> accepted() {
		return List.copyOf(this.accepted);
	}

	int connections() {
		return this.connections.get();
	}

	/**
	 * Returns when every client that got but drops has gone away.
	 */
	void awaitNobodyWaits() {
		await().until(() -> this.dripping.get() == 0);
	}

	private ServerSocket listen(int port) {
		try {
			ServerSocket listening = new ServerSocket();
			listening.setReuseAddress(true);
			listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
			thread(() -> accept(listening)).start();
			return listening;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket listening) {
		try {
			while (true) {
				Socket socket = listening.accept();
				this.connections.incrementAndGet();
				this.open.add(socket);
				thread(() -> talk(socket)).start();
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void talk(Socket plain) {
		try {
			Socket socket = this.implicitTls ? encrypted(plain) : plain;
			if (!answer(socket, "CONNECT", "220 ready")) {
				return;
			}
			BufferedReader in = reader(socket);
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				String command = line.split(" ", 2)[0];
				String step = this.replies.containsKey(line) ? line : command;
				if (!answer(socket, step, usual(command, socket))) {
					return;
				}
				if ("STARTTLS".equals(command)) {
					socket = encrypted(socket);
					in = reader(socket);
				}
				if ("DATA".equals(command) && !this.replies.containsKey("DATA") && !data(socket, in)) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// the client went away
		}
	}

	private String usual(String command, Socket socket) {
		return switch (command) {
			case "DATA" -> "354 go on";
			case "EHLO" ->
				(this.tls != null && !(socket instanceof SSLSocket)) ? "250-fine\r\n250 STARTTLS" : "250 fine";
			case "STARTTLS" -> "220 go on";
			default -> "250 fine";
		};
	}

	private boolean data(Socket socket, BufferedReader in) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = in.readLine(); line != null && !".".equals(line); line = in.readLine()) {
			lines.add(line);
			if (this.replies.containsKey("BODY")) {
				return answer(socket, "BODY", "");
			}
		}
		this.beforeAcceptance.run();
		if (!this.replies.containsKey("END") || TAKE_AND_DROP.equals(this.replies.get("END"))) {
			this.accepted.add(String.join("\n", lines));
		}
		return answer(socket, "END", "250 accepted");
	}

	private boolean answer(Socket socket, String step, String usual) throws IOException {
		String reply = this.replies.getOrDefault(step, usual);
		OutputStream out = socket.getOutputStream();
		switch (reply) {
			case SILENCE -> {
				return false;
			}
			case DROP, TAKE_AND_DROP -> {
				socket.close();
				return false;
			}
			case DRIP -> {
				this.dripping.incrementAndGet();
				this.taps.scheduleAtFixedRate(() -> drip(out), 0, DRIP_MILLIS, TimeUnit.MILLISECONDS);
				return false;
			}
			default -> out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
		}
		return true;
	}

	private void drip(OutputStream out) {
		try {
			out.write('2');
			out.flush();
		}
		catch (IOException ex) {
			this.dripping.decrementAndGet();
			throw new UncheckedIOException("the client went away, which ends the schedule", ex);
		}
	}

	private Socket encrypted(Socket socket) throws IOException {
		if (this.tls == null) {
			throw new IOException("no TLS here");
		}
		SSLSocket encrypted = (SSLSocket) this.tls.getSocketFactory().createSocket(socket, null, true);
		encrypted.setUseClientMode(false);
		return encrypted;
	}

	private static BufferedReader reader(Socket socket) throws IOException {
		return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "scripted-smtp");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Ends all conversations.
	 */
	public void hangUp() {
		try {
			for (Socket socket : this.open) {
				socket.close();
			}
			this.open.clear();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		leave();
		this.taps.shutdownNow();
	}

}

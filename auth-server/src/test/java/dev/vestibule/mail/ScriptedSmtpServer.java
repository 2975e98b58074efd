package dev.vestibule.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An SMTP server that answers as it is told to.
 */
final class ScriptedSmtpServer implements AutoCloseable {

	/** Instead of a reply: say nothing, ever. */
	static final String SILENCE = "silence";

	/** Instead of a reply: close the connection. */
	static final String DROP = "drop";

	private final Map<String, String> replies = new ConcurrentHashMap<>();

	private final List<String> accepted = new CopyOnWriteArrayList<>();

	private final List<Socket> open = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	volatile Runnable beforeAcceptance = () -> {
	};

	ScriptedSmtpServer() {
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * What to answer from now on.
	 * @param step {@code CONNECT}, a command, or {@code END} for the dot behind the data
	 */
	void reply(String step, String reply) {
		this.replies.put(step, reply);
	}

	void obliging() {
		this.replies.clear();
		this.beforeAcceptance = () -> {
		};
	}

	List<String> accepted() {
		return List.copyOf(this.accepted);
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.open.add(socket);
				start(() -> talk(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void talk(Socket socket) {
		try {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			OutputStream out = socket.getOutputStream();
			if (!answer(socket, out, "CONNECT", "220 ready")) {
				return;
			}
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				String command = line.split(" ", 2)[0];
				if (!answer(socket, out, command, "DATA".equals(command) ? "354 go on" : "250 fine")) {
					return;
				}
				if ("DATA".equals(command) && !this.replies.containsKey("DATA") && !data(socket, in, out)) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// the client went away
		}
	}

	private boolean data(Socket socket, BufferedReader in, OutputStream out) throws IOException {
		List<String> lines = new ArrayList<>();
		for (String line = in.readLine(); line != null && !".".equals(line); line = in.readLine()) {
			lines.add(line);
		}
		this.beforeAcceptance.run();
		if (!this.replies.containsKey("END")) {
			this.accepted.add(String.join("\n", lines));
		}
		return answer(socket, out, "END", "250 accepted");
	}

	private boolean answer(Socket socket, OutputStream out, String step, String usual) throws IOException {
		String reply = this.replies.getOrDefault(step, usual);
		switch (reply) {
			case SILENCE -> {
				return false;
			}
			case DROP -> {
				socket.close();
				return false;
			}
			default -> out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
		}
		return true;
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "scripted-smtp");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.open) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

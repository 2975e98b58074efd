package dev.vestibule.web;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between a node and its database, which can be cut, or fall silent as when
 * packets are dropped.
 */
final class DatabaseLine implements Closeable {

	private final URI database;

	private final ServerSocket entrance;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile State state = State.OPEN;

	/**
	 * Begins a line to a database.
	 * @param url its JDBC URL
	 */
	DatabaseLine(String url) throws IOException {
		this.database = URI.create(url.substring("jdbc:".length()));
		this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	/**
	 * The JDBC URL of the database as seen through this line.
	 */
	String url() {
		return "jdbc:postgresql://127.0.0.1:%d%s?%s".formatted(this.entrance.getLocalPort(), this.database.getPath(),
				this.database.getQuery());
	}

	void open() {
		this.state = State.OPEN;
		hangUp();
	}

	void cut() {
		this.state = State.CUT;
		hangUp();
	}

	void silence() {
		this.state = State.SILENT;
	}

	private void accept() throws IOException {
		while (true) {
			Socket node = this.entrance.accept();
			this.sockets.add(node);
			if (this.state == State.CUT) {
				node.close();
			}
			else if (this.state == State.OPEN) {
				Socket server = new Socket(this.database.getHost(), this.database.getPort());
				this.sockets.add(server);
				start(() -> forward(node, server));
				start(() -> forward(server, node));
			}
		}
	}

	private void forward(Socket from, Socket to) throws IOException {
		try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
			byte[] buffer = new byte[8192];
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				if (this.state == State.OPEN) {
					out.write(buffer, 0, read);
				}
			}
		}
	}

	private void hangUp() {
		this.sockets.forEach((socket) -> {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// It is down, as wanted.
			}
		});
		this.sockets.clear();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
		hangUp();
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The line went down.
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	private enum State {

		OPEN, CUT, SILENT

	}

	private interface Work {

		void run() throws IOException;

	}

}

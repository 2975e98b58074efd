package dev.vestibule.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What has been started, to be stopped in the opposite order. It may be closed while the
 * start still goes on: what is started after that is stopped at once.
 */
final class Resources implements AutoCloseable {

	private static final Logger log = Logger.getLogger(Resources.class.getName());

	private final Deque<AutoCloseable> started = new ArrayDeque<>();

	private boolean closed;

	synchronized <T extends AutoCloseable> T own(T resource) {
		if (this.closed) {
			stop(resource);
			throw new StartException("Stopped while starting.");
		}
		this.started.push(resource);
		return resource;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		while (!this.started.isEmpty()) {
			stop(this.started.pop());
		}
	}

	private static void stop(AutoCloseable resource) {
		try {
			resource.close();
		}
		catch (Exception ex) {
			log.log(Level.WARNING, "Could not stop " + resource, ex);
		}
	}

}

package dev.vestibule.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import dev.vestibule.quickstart.child.Application;
import dev.vestibule.quickstart.child.Child;

/**
 * An application with the child process that runs it at the time.
 */
final class RunningApplication implements AutoCloseable {

	private final Application application;

	private final Path folder;

	private final CompletableFuture<String> failure;

	private Child child;

	private boolean closed;

	/**
	 * Starts the application without waiting until it is ready.
	 * @param failure told when it ends by itself
	 */
	RunningApplication(Application application, Path folder, CompletableFuture<String> failure) throws IOException {
		this.application = application;
		this.folder = folder;
		this.failure = failure;
		this.child = launch();
	}

	void awaitReady() throws IOException, InterruptedException {
		child().awaitReady();
	}

	/**
	 * Ends the process as {@code kill -9} does.
	 */
	void kill() {
		child().kill();
	}

	void restart() throws IOException, InterruptedException {
		child().close();
		relaunch();
		awaitReady();
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.child.close();
	}

	private synchronized Child child() {
		return this.child;
	}

	private synchronized void relaunch() throws IOException {
		if (!this.closed) {
			this.child = launch();
		}
	}

	private Child launch() throws IOException {
		Child started = Child.start(this.application, this.folder);
		started.failure().thenAccept(this.failure::complete);
		return started;
	}

}

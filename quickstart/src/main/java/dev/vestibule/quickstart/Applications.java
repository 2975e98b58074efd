package dev.vestibule.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.vestibule.quickstart.child.Application;
import dev.vestibule.quickstart.child.Child;

/**
 * The applications that run as child processes, by name.
 */
final class Applications implements AutoCloseable {

	private final Path folder;

	private final CompletableFuture<String> failure;

	private final Map<String, Application> applications = new LinkedHashMap<>();

	private final Map<String, Child> children = new LinkedHashMap<>();

	private boolean closed;

	Applications(Path folder, CompletableFuture<String> failure) {
		this.folder = folder;
		this.failure = failure;
	}

	void start(List<Application> all) throws IOException, InterruptedException {
		for (Application application : all) {
			this.applications.put(application.name(), application);
			launch(application);
		}
		for (Application application : all) {
			child(application.name()).awaitReady();
		}
	}

	void kill(String name) {
		child(name).kill();
	}

	void restart(String name) throws IOException, InterruptedException {
		child(name).close();
		launch(Objects.requireNonNull(this.applications.get(name)));
		child(name).awaitReady();
	}

	private synchronized Child child(String name) {
		return Objects.requireNonNull(this.children.get(name));
	}

	private synchronized void launch(Application application) throws IOException {
		if (!this.closed) {
			Child child = Child.start(application, this.folder);
			child.failure().thenAccept(this.failure::complete);
			this.children.put(application.name(), child);
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.children.values().forEach(Child::askToEnd);
		this.children.values().forEach(Child::close);
	}

}

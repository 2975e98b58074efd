package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.vestibule.quickstart.child.Application;
import dev.vestibule.quickstart.child.Child;
import dev.vestibule.standin.Ports;

/**
 * A node with a keyring file of its own. It is stopped as whoever runs it would, by
 * SIGTERM, and takes requests for another two seconds then.
 */
final class KeyringNode implements AutoCloseable {

	private final int port = Ports.free();

	private final Application application;

	private final Path folder;

	private final Path keyring;

	private Child child;

	KeyringNode(Scene scene, String name, List<String> keys) throws IOException {
		this.folder = Files.createDirectories(scene.data().resolve(name));
		this.keyring = this.folder.resolve("keyring");
		this.application = scene.server(name, Ports.free(), List.of("--server.port=" + this.port,
				"--vestibule.keyring.file=" + this.keyring, "--vestibule.drain=2s"));
		this.child = start(keys);
	}

	URI address(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	URI readiness() {
		return this.application.health();
	}

	void awaitReady() throws IOException, InterruptedException {
		this.child.awaitReady();
	}

	/**
	 * Restarts it with another keyring, and returns when it is ready.
	 */
	void restart(List<String> keys) throws IOException, InterruptedException {
		this.child.handle().destroy();
		this.child.handle().onExit().join();
		this.child = start(keys);
		awaitReady();
	}

	@Override
	public void close() {
		this.child.close();
	}

	private Child start(List<String> keys) throws IOException {
		Files.write(this.keyring, keys);
		return Child.start(this.application, this.folder);
	}

}

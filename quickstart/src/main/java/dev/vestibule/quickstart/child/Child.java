package dev.vestibule.quickstart.child;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * A running application. It ends with this process, even when that is killed, because it
 * reads the end of its standard input then.
 */
public final class Child implements AutoCloseable {

	private static final Duration STARTUP = Duration.ofMinutes(5);

	private static final Duration SHUTDOWN = Duration.ofSeconds(10);

	private final Application application;

	private final Process process;

	private volatile boolean stopping;

	private Child(Application application, Process process) {
		this.application = application;
		this.process = process;
	}

	/**
	 * Starts an application.
	 * @param folder holds what is needed to find the process again
	 */
	public static Child start(Application application, Path folder) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command(application, folder)).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(application.log().toFile()));
		builder.environment().clear();
		builder.environment().putAll(application.environment());
		Process process = builder.start();
		ProcessMark.write(process.toHandle(), mark(application.name(), folder));
		return new Child(application, process);
	}

	/**
	 * Waits until what an earlier, killed run left behind is gone.
	 */
	public static void awaitLeftover(String name, Path folder) throws IOException {
		ProcessMark.read(mark(name, folder)).ifPresent((mark) -> mark.awaitEnd(SHUTDOWN));
	}

	/**
	 * Waits until the application is ready.
	 * @throws IOException if it ends first or takes too long; the message ends with what
	 * it said last
	 */
	public void awaitReady() throws IOException, InterruptedException {
		HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
		long deadline = System.nanoTime() + STARTUP.toNanos();
		while (!isReady(http)) {
			if (this.process.waitFor(200, TimeUnit.MILLISECONDS)) {
				throw new IOException(
						"The %s ended while starting. %s".formatted(this.application.name(), lastWords()));
			}
			if (System.nanoTime() > deadline) {
				throw new IOException("The %s was not ready after %d s. %s".formatted(this.application.name(),
						STARTUP.toSeconds(), lastWords()));
			}
		}
	}

	/**
	 * Completes with a sentence when the application ends without being told to.
	 */
	public CompletableFuture<String> failure() {
		CompletableFuture<String> failure = new CompletableFuture<>();
		this.process.onExit().thenAccept((ended) -> {
			if (!this.stopping) {
				failure.complete("The %s ended unexpectedly. %s".formatted(this.application.name(), lastWords()));
			}
		});
		return failure;
	}

	public ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * Kills the process as {@code kill -9} does.
	 */
	public void kill() {
		this.stopping = true;
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Says that the application shall end, without waiting for it.
	 */
	public void askToEnd() {
		this.stopping = true;
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			this.process.destroy();
		}
	}

	@Override
	public void close() {
		askToEnd();
		try {
			if (!this.process.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	private boolean isReady(HttpClient http) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.application.health()).timeout(Duration.ofSeconds(5)).build();
		try {
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String lastWords() {
		try {
			List<String> lines = new String(Files.readAllBytes(this.application.log()), StandardCharsets.UTF_8).lines()
				.toList();
			return "Its log, %s, ends with:%n%s".formatted(this.application.log(),
					String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 25), lines.size())));
		}
		catch (IOException ex) {
			return "It left no log.";
		}
	}

	private static List<String> command(Application application, Path folder) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// It starts sooner so, which counts for more here than what it could do under
		// load.
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		command.add("-cp");
		command.add(tether(folder) + File.pathSeparator + application.jar());
		command.add(Tether.class.getName());
		command.add(mainClass(application.jar()));
		command.addAll(application.arguments());
		return command;
	}

	private static Path tether(Path folder) throws IOException {
		String name = Tether.class.getName().replace('.', '/') + ".class";
		Path classes = folder.resolve("tether");
		Path target = classes.resolve(name);
		Files.createDirectories(target.getParent());
		try (InputStream in = Objects.requireNonNull(Tether.class.getResourceAsStream("Tether.class"))) {
			Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
		}
		return classes;
	}

	private static String mainClass(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
		}
	}

	private static Path mark(String name, Path folder) {
		return folder.resolve(name + ".pid");
	}

}

package dev.vestibule.quickstart.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ChildTests {

	@TempDir
	private Path folder;

	@Test
	void closeWhenRunningThenEndsCleanly() throws Exception {
		Child child = Child.start(application("wait"), this.folder);
		child.close();
		assertThat(child.handle().isAlive()).isFalse();
		assertThat(child.failure()).isNotDone();
	}

	@Test
	void awaitReadyWhenHealthyThenReturns() throws Exception {
		try (LoopbackServer health = LoopbackServer.start(0, (request) -> Response.text(200, "UP"));
				Child child = Child.start(application("wait", health.port()), this.folder)) {
			child.awaitReady();
			assertThat(child.handle().isAlive()).isTrue();
		}
	}

	@Test
	void awaitReadyWhenItEndsThenItsLastWordsAreShown() throws Exception {
		Child child = Child.start(application("fail"), this.folder);
		assertThatIOException().isThrownBy(child::awaitReady)
			.withMessageContaining("The test ended while starting.")
			.withMessageContaining("no such thing");
	}

	@Test
	void failureWhenItEndsByItselfThenSaid() throws Exception {
		Child child = Child.start(application("fail"), this.folder);
		assertThat(child.failure().get(30, TimeUnit.SECONDS)).startsWith("The test ended unexpectedly.");
	}

	@Test
	void parentWhenKilledThenChildEnds() throws Exception {
		jar();
		Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Parent.class.getName(), this.folder.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (BufferedReader output = parent.inputReader()) {
			ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
			parent.destroyForcibly().waitFor();
			assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
		}
	}

	@Test
	void awaitLeftoverWhenNumberIsSomebodyElsesThenLeftAlone() throws Exception {
		ProcessHandle self = ProcessHandle.current();
		Files.writeString(this.folder.resolve("test.pid"), self.pid() + "\n1000\n");
		Child.awaitLeftover("test", this.folder);
		assertThat(self.isAlive()).isTrue();
		assertThat(new ProcessMark(self.pid(), self.info().startInstant().orElseThrow()).find()).isPresent();
	}

	private Application application(String argument) throws IOException {
		return application(argument, 1);
	}

	private Application application(String argument, int port) throws IOException {
		return application(this.folder, jar(), argument, URI.create("http://127.0.0.1:" + port + "/"));
	}

	private static Application application(Path folder, Path jar, String argument, URI health) {
		return new Application("test", jar, List.of(argument), System.getenv(), folder.resolve("test.log"), health);
	}

	private Path jar() throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
		Path jar = this.folder.resolve("test.jar");
		String name = Main.class.getName().replace('.', '/') + ".class";
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out, manifest)) {
			entries.putNextEntry(new JarEntry(name));
			entries.write(Main.class.getResourceAsStream("/" + name).readAllBytes());
		}
		return jar;
	}

	/** An application that waits, or fails. */
	public static final class Main {

		public static void main(String[] args) throws InterruptedException {
			if (args[0].equals("fail")) {
				throw new IllegalStateException("no such thing");
			}
			Thread.sleep(Duration.ofMinutes(5).toMillis());
		}

	}

	/** A parent that says the number of its child and waits. */
	public static final class Parent {

		public static void main(String[] args) throws Exception {
			Path folder = Path.of(args[0]);
			Child child = Child.start(
					application(folder, folder.resolve("test.jar"), "wait", URI.create("http://127.0.0.1:1/")), folder);
			System.out.println(child.handle().pid());
			Thread.sleep(Duration.ofMinutes(5).toMillis());
		}

	}

}

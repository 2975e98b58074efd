package dev.vestibule.quickstart;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.vestibule.standin.Ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LaunchTests {

	@TempDir
	private Path folder;

	@Test
	void startWhenPortIsInUseThenSaidInASentence() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			Settings settings = settings(this.folder.resolve("data"), "SMTP", taken.getLocalPort());
			assertThatExceptionOfType(StartException.class).isThrownBy(() -> Quickstart.start(settings))
				.withMessage("Port %d is in use: stop what uses it, or set VESTIBULE_SMTP_PORT to another.",
						taken.getLocalPort());
		}
	}

	@Test
	void startWhenFolderCannotBeWrittenThenSaidInASentence() throws Exception {
		Path file = Files.writeString(this.folder.resolve("file"), "");
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> Quickstart.start(settings(file.resolve("data"), "SMTP", Ports.free())))
			.withMessageMatching("The folder \\S+ cannot be written \\(\\w+\\): set VESTIBULE_DATA to one that can\\.");
	}

	@Test
	void startWhenFolderIsSomebodyElsesThenNothingIsTouched() throws Exception {
		Path file = Files.writeString(this.folder.resolve("thesis.txt"), "dear");
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> new Launch(settings(this.folder, "SMTP", Ports.free()), new Resources(), (step) -> {
			}).run(true))
			.withMessageContaining("holds something else");
		assertThat(file).hasContent("dear");
	}

	@Test
	void startWhenFolderIsInUseThenSaidInASentence() throws Exception {
		Path data = this.folder.resolve("data");
		try (DataFolder held = DataFolder.open(data)) {
			assertThatExceptionOfType(StartException.class)
				.isThrownBy(() -> Quickstart.start(settings(data, "SMTP", Ports.free())))
				.withMessage("Another quickstart is using the folder %s.", held.path());
		}
	}

	private static Settings settings(Path data, String name, int port) {
		Map<String, String> environment = FreePorts.environment();
		environment.put("VESTIBULE_" + name + "_PORT", Integer.toString(port));
		environment.put("VESTIBULE_DATA", data.toString());
		return Settings.of(environment);
	}

}

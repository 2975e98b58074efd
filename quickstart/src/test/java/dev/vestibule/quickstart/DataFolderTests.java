package dev.vestibule.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class DataFolderTests {

	@TempDir
	private Path folder;

	@Test
	void secretWhenOpenedAgainThenTheSame() throws IOException {
		String first;
		try (DataFolder data = DataFolder.open(this.folder.resolve("data"))) {
			first = data.secret("one");
			assertThat(first).hasSize(43).isNotEqualTo(data.secret("two"));
		}
		try (DataFolder data = DataFolder.open(this.folder.resolve("data"))) {
			assertThat(data.secret("one")).isEqualTo(first);
		}
	}

	@Test
	void emptyWhenOursThenNothingIsKept() throws IOException {
		try (DataFolder data = DataFolder.open(this.folder.resolve("data"))) {
			String secret = data.secret("one");
			Files.createDirectories(data.resolve("a/b"));
			data.empty();
			assertThat(data.resolve("a")).doesNotExist();
			assertThat(data.secret("one")).isNotEqualTo(secret);
		}
	}

	@Test
	void writeWhenSecretThenOthersCannotRead() throws IOException {
		assumeThat(this.folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
		try (DataFolder data = DataFolder.open(this.folder.resolve("data"))) {
			data.secret("one");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("one"))))
				.isEqualTo("rw-------");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
				.isEqualTo("rwx------");
		}
	}

}

package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class MessagesTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

	@TempDir
	private Path folder;

	@Test
	void openWhenMailsWereKeptThenTheyAreThere() throws IOException {
		Messages before = new Messages(this.folder, CLOCK);
		Message first = before.add("a@example.com", mail("one"));
		Message second = before.add("a@example.com", mail("two"));
		Messages after = new Messages(this.folder, CLOCK);
		assertThat(after.all()).containsExactly(second, first);
		assertThat(after.add("a@example.com", mail("three")).id()).isGreaterThan(second.id());
	}

	@Test
	void toWhenCaseDiffersThenFound() throws IOException {
		Messages messages = new Messages(this.folder, CLOCK);
		messages.add("Ada@Example.com", mail("one"));
		messages.add("other@example.com", mail("two"));
		assertThat(messages.to("ada@example.COM")).extracting(Message::subject).containsExactly("one");
	}

	@Test
	void deleteWhenOpenedAgainThenGone() throws IOException {
		Messages messages = new Messages(this.folder, CLOCK);
		messages.add("a@example.com", mail("one"));
		messages.delete(messages.all());
		assertThat(messages.all()).isEmpty();
		assertThat(new Messages(this.folder, CLOCK).all()).isEmpty();
	}

	@Test
	void openWhenFileIsNoMailThenSkipped() throws IOException {
		Files.writeString(this.folder.resolve("0000000000000001.eml"), "no recipient");
		Files.writeString(this.folder.resolve("notes.eml"), "Delivered-To: a@example.com\r\n\r\n");
		Files.writeString(this.folder.resolve("0000000000000002.eml.part"), "half a ma");
		assertThat(new Messages(this.folder, CLOCK).all()).isEmpty();
	}

	@Test
	void addWhenFolderIsGoneThenRefused() throws IOException {
		Path gone = Files.createDirectory(this.folder.resolve("gone"));
		Messages messages = new Messages(gone, CLOCK);
		Files.delete(gone);
		assertThatIOException().isThrownBy(() -> messages.add("a@example.com", mail("one")));
		assertThat(messages.all()).isEmpty();
	}

	private static byte[] mail(String subject) {
		return ("From: Vestibule <no-reply@localhost>\r\nSubject: " + subject + "\r\n\r\nText\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

}

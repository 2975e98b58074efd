package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;

/**
 * The mails received, newest first. What {@link #add} returned for is on the disk.
 */
final class Messages {

	private static final Logger log = Logger.getLogger(Messages.class.getName());

	private final Path folder;

	private final Clock clock;

	private final ConcurrentNavigableMap<String, Message> messages = new ConcurrentSkipListMap<>();

	private final AtomicLong lastId = new AtomicLong();

	Messages(Path folder, Clock clock) throws IOException {
		this.folder = Files.createDirectories(folder);
		this.clock = clock;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.eml")) {
			files.forEach(this::load);
		}
	}

	Message add(String to, byte[] mail) throws IOException {
		long now = this.clock.millis() * 1000;
		String id = "%016d".formatted(this.lastId.updateAndGet((last) -> Math.max(last + 1, now)));
		byte[] stored = StoredMail.write(to, mail);
		Message message = StoredMail.read(id, stored);
		write(file(id), stored);
		this.messages.put(id, message);
		return message;
	}

	List<Message> all() {
		return List.copyOf(this.messages.descendingMap().values());
	}

	/**
	 * The mails to an address, whose case does not matter.
	 */
	List<Message> to(String address) {
		return all().stream().filter((message) -> message.to().equalsIgnoreCase(address)).toList();
	}

	Optional<Message> find(String id) {
		return Optional.ofNullable(this.messages.get(id));
	}

	void delete(List<Message> deleted) throws IOException {
		for (Message message : deleted) {
			Files.deleteIfExists(file(message.id()));
			this.messages.remove(message.id());
		}
	}

	private void load(Path file) {
		String id = file.getFileName().toString().replace(".eml", "");
		try {
			this.messages.put(id, StoredMail.read(id, Files.readAllBytes(file)));
			this.lastId.accumulateAndGet(Long.parseLong(id), Math::max);
		}
		catch (IOException | UncheckedIOException | NumberFormatException ex) {
			log.warning("Skipped the unreadable " + file + ": " + ex);
		}
	}

	private Path file(String id) {
		return this.folder.resolve(id + ".eml");
	}

	private static void write(Path file, byte[] bytes) throws IOException {
		Path part = file.resolveSibling(file.getFileName() + ".part");
		try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
	}

}

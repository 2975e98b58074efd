package dev.vestibule.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The folder that keeps everything between runs, held by one quickstart at a time and
 * closed to other users. Only a folder that a quickstart made is ever emptied.
 */
final class DataFolder implements AutoCloseable {

	private static final String LOCK = "quickstart.lock";

	private static final SecureRandom RANDOM = new SecureRandom();

	private final Path path;

	private final FileChannel lock;

	private DataFolder(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Opens the folder, which is made if need be.
	 * @throws StartException if it is not ours, in use, or cannot be written
	 */
	static DataFolder open(Path path) {
		try {
			Files.createDirectories(path);
			if (!Files.exists(path.resolve(LOCK)) && !isEmpty(path)) {
				throw new StartException(
						"The folder %s holds something else: give the quickstart a folder of its own in VESTIBULE_DATA."
							.formatted(path));
			}
			restrict(path, "rwx------");
			FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (!isLocked(lock)) {
				lock.close();
				throw new StartException("Another quickstart is using the folder %s.".formatted(path));
			}
			DataFolder folder = new DataFolder(path, lock);
			Files.createDirectories(folder.logs());
			return folder;
		}
		catch (IOException ex) {
			throw new StartException("The folder %s cannot be written (%s): set VESTIBULE_DATA to one that can."
				.formatted(path, ex.getClass().getSimpleName()), ex);
		}
	}

	Path path() {
		return this.path;
	}

	Path resolve(String name) {
		return this.path.resolve(name);
	}

	/** What this run says. */
	Path logs() {
		return this.path.resolve("logs");
	}

	Path log(String name) {
		return logs().resolve(name + ".log");
	}

	/**
	 * Deletes everything except the lock that is held.
	 */
	void empty() throws IOException {
		deleteBelow(this.path, this.path.resolve(LOCK));
		Files.createDirectories(logs());
	}

	void emptyLogs() throws IOException {
		try (Stream<Path> files = Files.list(logs())) {
			for (Path log : files.filter((file) -> file.toString().endsWith(".log")).toList()) {
				Files.delete(log);
			}
		}
	}

	/**
	 * A secret of 256 random bits, made once and kept.
	 */
	String secret(String name) throws IOException {
		return kept(name, random());
	}

	/**
	 * A text that is kept from the first time that it was given.
	 */
	String kept(String name, String first) throws IOException {
		Path file = this.path.resolve(name);
		if (!Files.exists(file)) {
			write(name, first);
		}
		return Files.readString(file).strip();
	}

	/**
	 * Writes a file that other users cannot read.
	 */
	Path write(String name, String text) throws IOException {
		Path file = this.path.resolve(name);
		Path part = Files.createTempFile(this.path, name, ".part");
		restrict(part, "rw-------");
		Files.writeString(part, text + "\n");
		return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Copies something out of this program.
	 */
	Path extract(InputStream in, String name) throws IOException {
		Path file = this.path.resolve(name);
		Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
		return file;
	}

	@Override
	public void close() throws IOException {
		this.lock.close();
	}

	static String random() {
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static boolean isEmpty(Path path) throws IOException {
		try (Stream<Path> files = Files.list(path)) {
			return files.findAny().isEmpty();
		}
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	private static void restrict(Path path, String permissions) throws IOException {
		if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
		}
	}

	private static void deleteBelow(Path folder, Path kept) throws IOException {
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!file.equals(kept)) {
					Files.deleteIfExists(file);
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
				if (ex instanceof NoSuchFileException) {
					return FileVisitResult.CONTINUE;
				}
				throw ex;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException ex) throws IOException {
				if (!visited.equals(folder)) {
					Files.delete(visited);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

}

package dev.vestibule.quickstart.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Recognises a process that an earlier run left behind: by its number and the time at
 * which it started, since numbers are given out again.
 */
public record ProcessMark(long pid, Instant startedAt) {

	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	static void write(ProcessHandle process, Path file) throws IOException {
		Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
		Files.writeString(file, process.pid() + "\n" + startedAt.toEpochMilli() + "\n");
	}

	static Optional<ProcessMark> read(Path file) throws IOException {
		if (!Files.exists(file)) {
			return Optional.empty();
		}
		String[] lines = Files.readString(file).split("\n");
		return (lines.length < 2) ? Optional.empty() : Optional
			.of(new ProcessMark(Long.parseLong(lines[0]), Instant.ofEpochMilli(Long.parseLong(lines[1]))));
	}

	/**
	 * The process, if it still runs.
	 */
	public Optional<ProcessHandle> find() {
		return ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).filter(this::isSame);
	}

	/**
	 * Waits for the process to end by itself, and kills it when it does not.
	 */
	public void awaitEnd(Duration patience) {
		find().ifPresent((process) -> {
			try {
				process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException | ExecutionException ex) {
				process.destroyForcibly();
				process.onExit().join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private boolean isSame(ProcessHandle process) {
		return process.info()
			.startInstant()
			.filter((actual) -> Duration.between(this.startedAt, actual).abs().compareTo(TOLERANCE) < 0)
			.isPresent();
	}

}

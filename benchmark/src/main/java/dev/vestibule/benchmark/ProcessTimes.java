package dev.vestibule.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processor time that Linux has counted for a process, in milliseconds.
 *
 * @param parent the process that started it
 * @param own its own time
 * @param ended that of its children that have ended
 */
record ProcessTimes(long parent, double own, double ended) {

	/** Linux counts in hundredths of a second here, whatever its own clock. */
	private static final double MILLIS_PER_TICK = 10;

	static ProcessTimes of(long pid) {
		return read(Path.of("/proc", Long.toString(pid), "stat"))
			.orElseThrow(() -> new BenchmarkException("The process " + pid + " has ended."));
	}

	/**
	 * The time of a process and of all that it has started.
	 */
	static double withChildren(long pid) {
		ProcessTimes parent = of(pid);
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			return parent.own() + parent.ended()
					+ processes.filter((process) -> Character.isDigit(process.getFileName().toString().charAt(0)))
						.flatMap((process) -> read(process.resolve("stat")).stream())
						.filter((times) -> times.parent() == pid)
						.mapToDouble(ProcessTimes::own)
						.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The memory that a process really occupies, in megabytes.
	 */
	static double residentMegabytes(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum() / 1024.0;
	}

	private static Optional<ProcessTimes> read(Path stat) {
		try {
			return Optional.of(parse(Files.readString(stat)));
		}
		catch (IOException ex) {
			// It has ended meanwhile; its parent has its time.
			return Optional.empty();
		}
	}

	/**
	 * Reads proc(5)'s line; the name in it may hold blanks and brackets.
	 */
	static ProcessTimes parse(String stat) {
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		double[] ticks = Arrays.stream(fields, 11, 15).mapToDouble(Double::parseDouble).toArray();
		return new ProcessTimes(Long.parseLong(fields[1]), (ticks[0] + ticks[1]) * MILLIS_PER_TICK,
				(ticks[2] + ticks[3]) * MILLIS_PER_TICK);
	}

}

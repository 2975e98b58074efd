package dev.vestibule.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the figures come from.
 *
 * @param load the load average of the last minute at the start
 */
record Machine(String processor, int cores, long memoryGigabytes, String system, String java, String load) {

	static Machine here() throws IOException {
		return new Machine(value("/proc/cpuinfo", "model name"), Runtime.getRuntime().availableProcessors(),
				Math.round(Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024.0 / 1024),
				value("/etc/os-release", "PRETTY_NAME").replace("\"", "") + ", Linux "
						+ System.getProperty("os.version"),
				System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
				Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
	}

	static void requireLinux() {
		if (!Files.isReadable(Path.of("/proc/self/stat"))) {
			throw new BenchmarkException("Process times are read from /proc, so the benchmark runs on Linux only.");
		}
	}

	/**
	 * What a file of names and values says; {@code unknown} if nothing.
	 */
	private static String value(String file, String name) throws IOException {
		Path path = Path.of(file);
		List<String> lines = Files.exists(path) ? Files.readAllLines(path) : List.of();
		return lines.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.split("[:=]", 2)[1].strip())
			.findFirst()
			.orElse("unknown");
	}

}

package dev.vestibule.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the benchmark runs; each is the system property {@code benchmark.NAME}.
 *
 * @param seconds how long each measurement takes
 * @param rounds how often each is repeated; the median counts
 * @param connections with how many connections at once
 * @param only the flows; all of them by default
 * @param jvm the servers' JVM flags, separated by spaces
 * @param output the document to write; by default, if only some flows are measured, one
 * that is not kept
 */
record Settings(int seconds, int rounds, List<Integer> connections, Set<Flow> only, List<String> jvm, Path output) {

	/** What a JVM chooses by itself in a container of 1 GB, with the image's flags. */
	static final String JVM = "-XX:+UseSerialGC -Xmx768m";

	static Settings of(Properties properties) {
		Set<Flow> only = flows(properties.getProperty("benchmark.only", ""));
		return new Settings(Integer.parseInt(properties.getProperty("benchmark.seconds", "4")),
				Integer.parseInt(properties.getProperty("benchmark.rounds", "3")),
				words(properties.getProperty("benchmark.connections", "1,8,32")).stream()
					.map(Integer::valueOf)
					.toList(),
				only, List.of(properties.getProperty("benchmark.jvm", JVM).strip().split("\\s+")),
				Path.of(properties.getProperty("benchmark.output", (only.size() == Flow.values().length)
						? "docs/performance.md" : "benchmark/target/performance.md")));
	}

	/**
	 * With how many connections costs per request are told: eight, if that is measured.
	 */
	int usual() {
		return this.connections.contains(8) ? 8 : this.connections.get(this.connections.size() - 1);
	}

	int most() {
		return this.connections.stream().mapToInt(Integer::intValue).max().orElse(1);
	}

	private static Set<Flow> flows(String names) {
		List<String> ids = words(names);
		return ids.isEmpty() ? EnumSet.allOf(Flow.class)
				: ids.stream()
					.map((id) -> Flow.valueOf(id.toUpperCase()))
					.collect(Collectors.toCollection(() -> EnumSet.noneOf(Flow.class)));
	}

	private static List<String> words(String list) {
		return Arrays.stream(list.split(",")).map(String::strip).filter((word) -> !word.isEmpty()).toList();
	}

}

package dev.vestibule.benchmark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/**
 * How the benchmark runs; each is the system property {@code benchmark.NAME}.
 *
 * @param seconds how long each measurement takes
 * @param rounds how often each is repeated; the median counts
 * @param connections with how many connections at once
 * @param only the flows; all of them by default
 * @param servers all of them by default
 * @param families how many refresh families are written down besides before refreshing is
 * measured once more; ten million by default, if everything is measured
 * @param accounts how many accounts there are when the administration is measured, with a
 * hundredth as many clients; a million by default, none unless {@code console} is
 * @param jvm the servers' JVM flags, separated by spaces
 * @param output the document to write; by default, unless everything or the console is,
 * one that is not kept
 */
record Settings(int seconds, int rounds, List<Integer> connections, Set<Flow> only, Set<Contender> servers,
		int families, int accounts, List<String> jvm, Path output) {

	/** What a JVM chooses by itself in a container of 1 GB, and the image's flags. */
	private static final String JVM = "-XX:+UseSerialGC -Xmx768m -Xms64m -XX:NewSize=40m";

	/** Chosen in the place of flows, the administration alone. */
	private static final String CONSOLE = "console";

	/** Since when objects may have smaller headers (JEP 519). */
	private static final int COMPACT_HEADERS_SINCE = 25;

	static Settings of(Properties properties) {
		boolean console = properties.getProperty("benchmark.only", "").equals(CONSOLE);
		Set<Flow> only = console ? EnumSet.noneOf(Flow.class)
				: chosen(Flow.class, properties.getProperty("benchmark.only", ""));
		Set<Contender> servers = console ? EnumSet.of(Contender.VESTIBULE)
				: chosen(Contender.class, properties.getProperty("benchmark.servers", ""));
		boolean whole = only.size() == Flow.values().length && servers.size() == Contender.values().length;
		return new Settings(Integer.parseInt(properties.getProperty("benchmark.seconds", "3")),
				Integer.parseInt(properties.getProperty("benchmark.rounds", "3")),
				words(properties.getProperty("benchmark.connections", "1,8,32")).stream()
					.map(Integer::valueOf)
					.toList(),
				only, servers, Integer.parseInt(properties.getProperty("benchmark.families", whole ? "10000000" : "0")),
				console ? Integer.parseInt(properties.getProperty("benchmark.accounts", "1000000")) : 0,
				List.of(properties.getProperty("benchmark.jvm", usualJvm()).strip().split("\\s+")),
				Path.of(properties.getProperty("benchmark.output", console ? "docs/performance-console.md"
						: whole ? "docs/performance.md" : "benchmark/target/performance.md")));
	}

	private static String usualJvm() {
		return (Runtime.version().feature() >= COMPACT_HEADERS_SINCE) ? JVM + " -XX:+UseCompactObjectHeaders" : JVM;
	}

	boolean isConsole() {
		return this.only.isEmpty();
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

	/**
	 * How long a flow is measured.
	 */
	int seconds(Flow flow) {
		return flow.isSlow() ? 4 * this.seconds : this.seconds;
	}

	List<Integer> connections(Flow flow) {
		return flow.isSlow() ? List.of(usual()) : this.connections;
	}

	private static <E extends Enum<E>> Set<E> chosen(Class<E> type, String names) {
		Set<E> chosen = EnumSet.noneOf(type);
		words(names).forEach((name) -> chosen.add(Enum.valueOf(type, name.toUpperCase(Locale.ROOT))));
		return chosen.isEmpty() ? EnumSet.allOf(type) : chosen;
	}

	private static List<String> words(String list) {
		return Arrays.stream(list.split(",")).map(String::strip).filter((word) -> !word.isEmpty()).toList();
	}

}

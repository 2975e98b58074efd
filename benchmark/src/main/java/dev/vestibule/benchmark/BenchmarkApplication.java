package dev.vestibule.benchmark;

import java.util.Arrays;

import dev.vestibule.benchmark.floor.FloorApplication;
import dev.vestibule.benchmark.plain.PlainApplication;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Runs the benchmark, or the peer that the first argument names.
 */
public final class BenchmarkApplication {

	private BenchmarkApplication() {
	}

	public static void main(String[] args) throws Exception {
		String what = (args.length > 0) ? args[0] : "";
		String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
		switch (what) {
			case "plain" -> PlainApplication.main(rest);
			case "floor" -> FloorApplication.main(rest);
			default -> measure();
		}
	}

	private static void measure() throws Exception {
		LoggingSystem.get(BenchmarkApplication.class.getClassLoader()).setLogLevel(null, LogLevel.WARN);
		try {
			new Benchmark(Settings.of(System.getProperties())).run();
		}
		catch (BenchmarkException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
	}

}

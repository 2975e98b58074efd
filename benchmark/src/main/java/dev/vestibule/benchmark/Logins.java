package dev.vestibule.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * People at a server, of whom each logs in over and over.
 */
final class Logins {

	private static final String SCOPE = "openid profile email";

	private final List<Person> people;

	Logins(String server, int people, String authorization) {
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		this.people = IntStream.range(0, people)
			.mapToObj((number) -> new Person(http, server, number, authorization))
			.toList();
	}

	Person somebody() {
		return this.people.get(0);
	}

	/**
	 * As many people as there are connections log in at a time.
	 */
	Load run(int connections, int seconds) throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(connections);
		try {
			long begin = System.nanoTime();
			long end = begin + seconds * 1_000_000_000L;
			List<Future<Attempts>> attempts = this.people.subList(0, connections)
				.stream()
				.map((person) -> threads.submit(() -> keepLoggingIn(person, end)))
				.toList();
			List<Double> millis = new ArrayList<>();
			long failed = 0;
			for (Future<Attempts> one : attempts) {
				millis.addAll(one.get().millis());
				failed += one.get().failed();
			}
			return load(millis, failed, (System.nanoTime() - begin) / 1e9);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Attempts keepLoggingIn(Person person, long end) throws InterruptedException {
		List<Double> millis = new ArrayList<>();
		long failed = 0;
		while (System.nanoTime() < end) {
			long begin = System.nanoTime();
			try {
				person.logIn(SCOPE);
				millis.add((System.nanoTime() - begin) / 1e6);
			}
			catch (IOException ex) {
				failed++;
			}
		}
		return new Attempts(millis, failed);
	}

	static Load load(List<Double> millis, long failed, double seconds) {
		List<Double> sorted = millis.stream().sorted().toList();
		return new Load(sorted.size(), failed, seconds, quantile(sorted, 0.5), quantile(sorted, 0.99));
	}

	private static double quantile(List<Double> sorted, double quantile) {
		return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
	}

	/**
	 * What became of one person's.
	 */
	private record Attempts(List<Double> millis, long failed) {

	}

}

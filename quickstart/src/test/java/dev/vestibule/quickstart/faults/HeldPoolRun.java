package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F12: for {@code -Dfaults.seconds} (30) the connections of the pool are held by
 * people whose requests wait for a lock that somebody else has. Others, who need a
 * connection and not that lock, are answered or refused soon, and what needs no database
 * still answers.
 */
class HeldPoolRun {

	private static final int SECONDS = Integer.getInteger("faults.seconds", 30);

	private static final int HOLDING = 30;

	private static final int ASKING = 10;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void askWhenThePoolIsHeldThenRefusedSoonAndKeysStillAnswer() throws Exception {
		try (Scene scene = new Scene(); Connection holder = scene.connect()) {
			URI page = URI.create(scene.url() + "/reset");
			Person person = new Person(scene.url(), scene.mail());
			person.run();
			holder.setAutoCommit(false);
			holder.createStatement().execute("LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
			Instant end = Instant.now().plusSeconds(SECONDS);
			for (int i = 0; i < HOLDING; i++) {
				this.threads.submit(() -> {
					while (Instant.now().isBefore(end)) {
						person.open("/account");
					}
					return null;
				});
			}
			List<Future<List<Answer>>> asked = new ArrayList<>();
			for (int i = 0; i < ASKING; i++) {
				asked.add(this.threads.submit(asking(page, "VESTIBULE_SESSION=" + "A".repeat(43), end)));
			}
			Future<List<Answer>> keys = this.threads.submit(asking(URI.create(scene.url() + "/oauth2/jwks"), "", end));
			Future<List<Answer>> liveness = this.threads
				.submit(asking(scene.management("/actuator/health/liveness"), "", end));
			List<Answer> answers = new ArrayList<>();
			for (Future<List<Answer>> one : asked) {
				answers.addAll(one.get());
			}
			print("pages", answers);
			print("keys", keys.get());
			print("liveness", liveness.get());
			holder.rollback();
			Person other = new Person(scene.url(), scene.mail());
			Instant free = Instant.now();
			other.run();
			System.out.printf("F12: a sign-up %d ms after the lock was gone%n",
					Duration.between(free, Instant.now()).toMillis());
			assertThat(answers)
				.allMatch((answer) -> answer.status() == 200 || answer.status() == 503 && answer.retryAfter())
				.anyMatch((answer) -> answer.status() == 503);
			assertThat(figures(answers).quantile(1)).isLessThan(2000);
			assertThat(keys.get()).allMatch((answer) -> answer.status() == 200);
			assertThat(liveness.get()).allMatch((answer) -> answer.status() == 200);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	private Callable<List<Answer>> asking(URI uri, String cookie, Instant end) {
		return () -> {
			List<Answer> answers = new ArrayList<>();
			while (Instant.now().isBefore(end)) {
				answers.add(ask(uri, cookie));
				TimeUnit.MILLISECONDS.sleep(20);
			}
			return answers;
		};
	}

	private Answer ask(URI uri, String cookie) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
		if (!cookie.isEmpty()) {
			request.header("Cookie", cookie);
		}
		long start = System.nanoTime();
		HttpResponse<Void> answer = this.http.send(request.build(), BodyHandlers.discarding());
		return new Answer(answer.statusCode(), answer.headers().firstValue("Retry-After").isPresent(),
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
	}

	private static void print(String what, List<Answer> answers) {
		Map<Integer, Integer> statuses = new TreeMap<>();
		answers.forEach((answer) -> statuses.merge(answer.status(), 1, Integer::sum));
		System.out.printf("F12: %s: %s, by status %s%n", what, figures(answers), statuses);
	}

	private static Figures figures(List<Answer> answers) {
		return new Figures(answers.stream().map(Answer::millis).sorted().toList());
	}

	private record Answer(int status, boolean retryAfter, long millis) {

	}

}

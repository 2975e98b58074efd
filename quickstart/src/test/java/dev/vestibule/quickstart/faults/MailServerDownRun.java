package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F6: the mail server is down while people sign up, {@code -Dfaults.rate} a second
 * (10). Shortened: what half an hour of it leaves behind, 18,000 challenges and mails, is
 * written into the database, and people sign up for {@code -Dfaults.seconds} (60) before,
 * meanwhile, and after the server's return. Sign-up is as fast as before, and all mail
 * goes out within two minutes, with fresh codes where they have expired.
 */
class MailServerDownRun {

	private static final int BACKLOG = Integer.getInteger("faults.backlog", 18_000);

	private static final int PER_SECOND = Integer.getInteger("faults.rate", 10);

	private static final int SECONDS = Integer.getInteger("faults.seconds", 60);

	private static final String SIGN_UPS = """
			INSERT INTO challenge (purpose, email, source, decoy, key_id, asked_at, code_expires_at, link_expires_at,
			    expires_at, created_at)
			SELECT 'sign_up', 'backlog-' || n || '@example.com', '192.0.2.1', false,
			    (SELECT key_id FROM challenge ORDER BY created_at DESC LIMIT 1), t, t + interval '10 minutes',
			    t + interval '1 hour', t + interval '24 hours', t
			FROM generate_series(1, %1$d) n, LATERAL (SELECT now() - n * interval '30 minutes' / %1$d AS t) at
			""";

	private static final String MAILS = """
			INSERT INTO mail (template, recipient, locale, challenge_id, generation, state, reason, created_at)
			SELECT 'sign-up', email, 'en', id, 1, 'retrying', 'the connection to the mail server failed', created_at
			FROM challenge WHERE email LIKE 'backlog-%'
			""";

	private static final String EXECUTIONS = """
			INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version, priority)
			SELECT 'mail', id::text, now() + interval '10 minutes', false, 1, 50
			FROM mail WHERE recipient LIKE 'backlog-%'
			""";

	private static final String UNSENT = "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending', 'retrying')";

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(50);

	@Test
	void signUpWhenMailServerIsDownThenAsFastAndAllMailGoesOutOnItsReturn() throws Exception {
		try (Scene scene = new Scene()) {
			signUps(scene, 30);
			Figures before = signUps(scene, SECONDS);
			print(before, "mail server up");
			scene.mail().stop();
			signUps(scene, 5);
			scene.update(SIGN_UPS.formatted(BACKLOG));
			scene.update(MAILS);
			scene.update(EXECUTIONS);
			scene.update("ANALYZE");
			Figures down = signUps(scene, SECONDS);
			print(down, "mail server down, " + scene.count(UNSENT) + " mails waiting");
			Instant back = Instant.now();
			scene.mail().start();
			Future<Duration> drained = this.clock.submit(() -> {
				Awaitility.await()
					.pollInterval(Duration.ofMillis(500))
					.atMost(Duration.ofMinutes(10))
					.until(() -> scene.count(UNSENT) == 0);
				return Duration.between(back, Instant.now());
			});
			Figures after = signUps(scene, SECONDS);
			print(after, "mail server back, backlog going out");
			judge(scene, drained.get(), before, down);
		}
		finally {
			this.clock.shutdownNow();
		}
	}

	private void judge(Scene scene, Duration drained, Figures before, Figures down) throws SQLException {
		Map<String, Integer> copies = scene.mail().copies();
		List<String> sent = scene
			.query("SELECT format('<%s.%s@login.example>', id, generation) FROM mail WHERE state = 'sent'");
		int expired = scene.count("SELECT count(*) FROM mail WHERE recipient LIKE 'backlog-%' AND generation = 2");
		long lost = sent.stream().filter((id) -> !copies.containsKey(id)).count();
		int duplicates = copies.values().stream().mapToInt((number) -> number - 1).sum();
		System.out.printf(
				"F6: all out %d s after the server's return; %d mails sent, %d lost, %d duplicates; %d had "
						+ "outlived their code and carried a fresh one; other states: %s%n",
				drained.toSeconds(), sent.size(), lost, duplicates, expired,
				scene.query("SELECT state || ' ' || count(*) FROM mail GROUP BY state"));
		assertThat(lost).isZero();
		assertThat(drained).isLessThan(Duration.ofMinutes(2));
		assertThat(expired).isGreaterThanOrEqualTo(BACKLOG * 19 / 30);
		assertThat(down.quantile(0.99)).isLessThan(before.quantile(0.99) * 3 / 2 + 20);
	}

	/**
	 * Begins each sign-up at its time, however long the others take.
	 */
	private Figures signUps(Scene scene, int seconds) throws InterruptedException, ExecutionException {
		List<Future<Duration>> answers = new ArrayList<>();
		for (int i = 0; i < seconds * PER_SECOND; i++) {
			Person person = new Person(scene.url(), scene.mail());
			answers.add(this.clock.schedule(() -> signUp(person), i * 1000L / PER_SECOND, TimeUnit.MILLISECONDS));
		}
		return Figures.of(answers);
	}

	private static void print(Figures figures, String when) {
		System.out.printf("F6: %s: sign-ups at %d/s, %s%n", when, PER_SECOND, figures);
	}

	private static Duration signUp(Person person) throws IOException {
		return person.signUp();
	}

}

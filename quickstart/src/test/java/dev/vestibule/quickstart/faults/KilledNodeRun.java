package dev.vestibule.quickstart.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F3: the node is killed at a random point of a sign-up, {@code -Dfaults.kills}
 * times (200) or for {@code -Dfaults.minutes} (60). No mail is lost, there is at most one
 * duplicate for each kill, and everybody ends up with one account.
 */
class KilledNodeRun {

	private static final int KILLS = Integer.getInteger("faults.kills", 200);

	private static final Duration LIMIT = Duration.ofMinutes(Integer.getInteger("faults.minutes", 60));

	private static final List<Person.Step> STEPS = List.of(Person.Step.FORM, Person.Step.SIGNING_UP,
			Person.Step.WAITING, Person.Step.PROVING);

	/** About as long as a step takes. */
	private static final Duration WITHIN = Duration.ofMillis(150);

	private static final long SEED = Long.getLong("faults.seed", 20_261_121L);

	private static final String UNENDED = "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending', 'retrying')";

	private final Random random = new Random(SEED);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Person> people = new ArrayList<>();

	private final List<Future<?>> signUps = new ArrayList<>();

	private final Map<Person.Step, Integer> points = new EnumMap<>(Person.Step.class);

	@Test
	void signUpWhenNodeIsKilledThenNoMailIsLostAndOneAccountEach() throws Exception {
		Instant start = Instant.now();
		try (Scene scene = new Scene()) {
			int kills = 0;
			while (kills < KILLS && Instant.now().isBefore(start.plus(LIMIT))) {
				kill(scene);
				if (++kills % 10 == 0) {
					System.out.printf("F3: %d kills after %d s, by what the person was at: %s%n", kills,
							Duration.between(start, Instant.now()).toSeconds(), this.points);
				}
			}
			for (Future<?> one : this.signUps) {
				one.get(5, TimeUnit.MINUTES);
			}
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> scene.count(UNENDED) == 0);
			judge(scene, kills);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	/**
	 * Waits until somebody is at a step picked at random, and then for a time picked at
	 * random.
	 */
	private void kill(Scene scene) throws Exception {
		Person person = new Person(scene.url(), scene.mail());
		this.people.add(person);
		this.signUps.add(this.threads.submit(person));
		Person.Step step = STEPS.get(this.random.nextInt(STEPS.size()));
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofMinutes(3))
			.until(() -> person.step().compareTo(step) >= 0);
		TimeUnit.MILLISECONDS.sleep(this.random.nextLong(WITHIN.toMillis()));
		this.points.merge(person.step(), 1, Integer::sum);
		scene.killAndRestart();
	}

	private void judge(Scene scene, int kills) throws SQLException, ExecutionException, InterruptedException {
		Map<String, Integer> copies = scene.mail().copies();
		List<String> sent = scene
			.query("SELECT format('<%s.%s@login.example>', id, generation) FROM mail " + "WHERE state = 'sent'");
		long lost = sent.stream().filter((id) -> !copies.containsKey(id)).count();
		long failed = scene.count("SELECT count(*) FROM mail WHERE state = 'failed'");
		int duplicates = copies.values().stream().mapToInt((number) -> number - 1).sum();
		long accounts = 0;
		for (Person person : this.people) {
			accounts += scene.count("SELECT count(*) FROM account WHERE email = '" + person.email() + "'");
		}
		System.out.printf(
				"F3: %d kills, %d people, %d accounts; %d mails sent, %d lost, %d failed, %d duplicates, "
						+ "%d abandoned; points: %s%n",
				kills, this.people.size(), accounts, sent.size(), lost, failed, duplicates,
				scene.count("SELECT count(*) FROM mail WHERE state = 'abandoned'"), this.points);
		assertThat(lost + failed).isZero();
		assertThat(duplicates).isLessThanOrEqualTo(kills);
		assertThat(accounts).isEqualTo(this.people.size());
	}

}

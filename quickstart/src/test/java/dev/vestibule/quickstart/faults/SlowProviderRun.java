package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F8: a provider takes connections and never answers, while {@code -Dfaults.stuck}
 * people (20) at a time come back from it, and others sign in by password at
 * {@code -Dfaults.rate} a second (5) for {@code -Dfaults.seconds} (120). Everybody from
 * the provider sees our own page within 5 s, and the others notice nothing.
 */
class SlowProviderRun {

	private static final int STUCK = Integer.getInteger("faults.stuck", 20);

	private static final int PER_SECOND = Integer.getInteger("faults.rate", 5);

	private static final int SECONDS = Integer.getInteger("faults.seconds", 120);

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(50);

	private final AtomicBoolean over = new AtomicBoolean();

	@Test
	void signInWhenAProviderNeverAnswersThenAsFastForOthers() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
				Scene scene = new Scene(
						Map.of("VESTIBULE_PROVIDERS_FACEBOOK_GRAPHURI", "http://127.0.0.1:" + silent.getLocalPort()))) {
			Person person = new Person(scene.url(), scene.mail());
			person.run();
			signIns(person, 30);
			Figures before = signIns(person, SECONDS);
			System.out.printf("F8: providers well: sign-ins by password at %d/s, %s%n", PER_SECOND, before);
			List<Future<List<Duration>>> stuck = new ArrayList<>();
			for (int i = 0; i < STUCK; i++) {
				stuck.add(this.clock.submit(() -> keepComingBack(new Person(scene.url(), scene.mail()))));
			}
			Figures during = signIns(person, SECONDS);
			System.out.printf("F8: a provider silent: sign-ins by password at %d/s, %s%n", PER_SECOND, during);
			this.over.set(true);
			Figures pages = pages(stuck);
			System.out.printf("F8: our page to %d people at a time who came back from it: %s%n", STUCK, pages);
			assertThat(pages.quantile(1)).isLessThan(6000);
			assertThat(during.quantile(0.99)).isLessThan(before.quantile(0.99) * 3 / 2 + 20);
		}
		finally {
			this.clock.shutdownNow();
		}
	}

	private List<Duration> keepComingBack(Person person) throws IOException {
		List<Duration> took = new ArrayList<>();
		while (!this.over.get()) {
			took.add(person.returnFromFacebook());
		}
		return took;
	}

	private static Figures pages(List<Future<List<Duration>>> stuck) throws Exception {
		List<Long> millis = new ArrayList<>();
		for (Future<List<Duration>> one : stuck) {
			one.get().stream().map(Duration::toMillis).forEach(millis::add);
		}
		return new Figures(millis.stream().sorted().toList());
	}

	/**
	 * Begins each sign-in at its time, however long the others take.
	 */
	private Figures signIns(Person person, int seconds) throws Exception {
		List<Future<Duration>> answers = new ArrayList<>();
		for (int i = 0; i < seconds * PER_SECOND; i++) {
			Person browser = person.elsewhere();
			answers.add(this.clock.schedule(() -> signIn(browser), i * 1000L / PER_SECOND, TimeUnit.MILLISECONDS));
		}
		return Figures.of(answers);
	}

	private static Duration signIn(Person browser) throws IOException {
		Duration took = browser.signIn();
		assertThat(browser.step()).isEqualTo(Person.Step.DONE);
		return took;
	}

}

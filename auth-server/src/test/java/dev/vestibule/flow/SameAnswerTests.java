package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.vestibule.account.TestHashing;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attack 33: whether an address has an account, and in what state, shows neither in the
 * bytes nor in the time of any answer. {@code -Dtiming.samples=300} takes as many of each
 * as the list of attacks asks for.
 */
class SameAnswerTests extends SignInFlowTests {

	private static final int SAMPLES = Integer.getInteger("timing.samples", 15);

	private static final double GAP = 10;

	private final Map<State, String> addresses = new LinkedHashMap<>();

	@BeforeAll
	static void hashAtRealCost() {
		TestHashing.costs(true);
	}

	@AfterAll
	static void hashCheaply() {
		TestHashing.costs(false);
	}

	@BeforeEach
	void makeAddresses() {
		for (State state : State.values()) {
			String email = someone();
			this.addresses.put(state, email);
			switch (state) {
				case ABSENT -> {
				}
				case PENDING -> {
					signUp(browser(), email);
					mail(email, 1);
				}
				case SOCIAL_ONLY -> {
					Browser browser = browser();
					UPSTREAM.facebook(browser, UUID.randomUUID().toString(), Map.of("email", email));
					assertThat(type(browser, code(email, 1)).status()).isEqualTo(303);
				}
				default -> signedIn(email);
			}
		}
		NODE.jdbc()
			.sql("UPDATE account SET enabled = false WHERE email = ?")
			.param(this.addresses.get(State.DISABLED))
			.update();
	}

	@ParameterizedTest
	@EnumSource
	void attack33WhenAddressIsInAnyStateThenSameBytes(Way way) {
		Map<State, String> seen = new TreeMap<>();
		this.addresses.forEach((state, email) -> {
			forget(email);
			Browser browser = browser();
			List<Page> pages = new ArrayList<>(List.of(way.go(browser, email)));
			if (!way.page.isEmpty()) {
				// What became of the mail shows on the page, so let it go out.
				Awaitility.await().until(() -> browser.get(way.page).body().contains("has accepted the mail"));
				settle(email);
				pages.add(browser.get(way.page));
				pages.add(browser.submit(way.page, Map.of("code", "000000", "password", People.PASSWORD)));
				pages.add(again(browser, way));
				Awaitility.await().until(() -> browser.get(way.page).body().contains("has accepted the mail"));
				settle(email);
				pages.add(browser.get(way.page + "?resent"));
			}
			seen.put(state, pages.stream().map((page) -> neutral(page, email)).collect(Collectors.joining("\n\n")));
		});
		assertThat(seen.values()).allSatisfy((answer) -> assertThat(answer).isEqualTo(seen.get(State.ABSENT)));
	}

	@ParameterizedTest
	@EnumSource
	void attack33WhenAddressIsInAnyStateThenSameTime(Way way) {
		Map<State, List<Double>> times = new TreeMap<>();
		List<State> states = new ArrayList<>(List.of(State.values()));
		for (int sample = -3; sample < SAMPLES; sample++) {
			Collections.shuffle(states);
			for (State state : states) {
				String email = this.addresses.get(state);
				forget(email);
				double time = way.time(browser(), email);
				if (sample >= 0) {
					times.computeIfAbsent(state, (key) -> new ArrayList<>()).add(time);
				}
			}
		}
		Map<State, Median> medians = new TreeMap<>();
		times.forEach((state, all) -> medians.put(state, Median.of(all)));
		System.out.println("Attack 33, " + SAMPLES + " samples each, " + way + ": " + medians);
		Median absent = medians.get(State.ABSENT);
		medians.forEach((state, median) -> assertThat(Math.abs(median.value() - absent.value()))
			.as(way + " " + state + " of " + medians)
			.isLessThan(GAP + median.noise() + absent.noise()));
	}

	/**
	 * A median in ms, and how far it may be off by chance: others use this machine too.
	 */
	record Median(double value, double noise) {

		static Median of(List<Double> samples) {
			List<Double> sorted = samples.stream().sorted().toList();
			int size = sorted.size();
			double spread = sorted.get(size * 3 / 4) - sorted.get(size / 4);
			return new Median(sorted.get(size / 2), 3 * 0.93 * spread / Math.sqrt(size));
		}

		@Override
		public String toString() {
			return "%.1f ± %.1f".formatted(this.value, this.noise);
		}

	}

	/**
	 * As if nothing had been asked for yet, and no time had passed since.
	 */
	private static void forget(String email) {
		forgetLimits("", email);
	}

	private static Page again(Browser browser, Way way) {
		String path = way.page.replace("/code", "") + "/resend";
		return browser.post(path, Map.of("_csrf", browser.csrf(way.page)));
	}

	/**
	 * A minute later, to the second.
	 */
	private static void settle(String email) {
		changeChallenge(email, "asked_at = now() - interval '60 seconds'");
		forgetLimits("mails", email);
	}

	private static String neutral(Page page, String email) {
		Map<String, List<String>> headers = new TreeMap<>(page.response().headers().map());
		headers.remove("date");
		headers.computeIfPresent("set-cookie",
				(name, cookies) -> cookies.stream().map((cookie) -> cookie.replaceAll("=[^;]*", "=")).toList());
		return page.status() + " " + headers + "\n"
				+ page.body().replace(email, "EMAIL").replaceAll("(name=\"_csrf\"[^>]*value=)\"[^\"]+\"", "$1\"CSRF\"");
	}

	enum State {

		ABSENT, EXISTING, DISABLED, PENDING, SOCIAL_ONLY

	}

	/**
	 * Where a stranger may try an address.
	 */
	enum Way {

		LOGIN("") {

			@Override
			double time(Browser browser, String email) {
				return post(browser, "/login", Map.of("username", email, "password", "wrong horse battery 42"));
			}

			@Override
			Page go(Browser browser, String email) {
				return browser.submit("/login", Map.of("username", email, "password", "wrong horse battery 42"));
			}

		},
		SIGN_UP("/verify") {

			@Override
			double time(Browser browser, String email) {
				return post(browser, "/signup", form(email));
			}

			@Override
			Page go(Browser browser, String email) {
				return signUp(browser, email);
			}

		},
		RESET("/reset/code") {

			@Override
			double time(Browser browser, String email) {
				return post(browser, "/reset", Map.of("email", email));
			}

			@Override
			Page go(Browser browser, String email) {
				return browser.submit("/reset", Map.of("email", email));
			}

		},
		RESEND("/verify") {

			@Override
			double time(Browser browser, String email) {
				signUp(browser, email);
				forget(email);
				settle(email);
				Map<String, String> form = Map.of("_csrf", browser.csrf("/verify"));
				return timed(() -> browser.post("/verify/resend", form));
			}

			@Override
			Page go(Browser browser, String email) {
				signUp(browser, email);
				forget(email);
				settle(email);
				return resend(browser);
			}

		},
		FEDERATED("/verify") {

			@Override
			double time(Browser browser, String email) {
				String callback = UPSTREAM.callback(browser, "facebook",
						Map.of("id", UUID.randomUUID().toString(), "email", email));
				return timed(() -> browser.get(callback));
			}

			@Override
			Page go(Browser browser, String email) {
				return browser.get(UPSTREAM.callback(browser, "facebook",
						Map.of("id", UUID.randomUUID().toString(), "email", email)));
			}

		};

		private final String page;

		/**
		 * @param page where the browser waits for the mail afterwards
		 */
		Way(String page) {
			this.page = page;
		}

		abstract Page go(Browser browser, String email);

		abstract double time(Browser browser, String email);

		static double post(Browser browser, String path, Map<String, String> fields) {
			Map<String, String> form = new TreeMap<>(fields);
			form.put("_csrf", browser.csrf(path));
			return timed(() -> browser.post(path, form));
		}

		static double timed(Runnable request) {
			long start = System.nanoTime();
			request.run();
			return (System.nanoTime() - start) / 1e6;
		}

	}

}

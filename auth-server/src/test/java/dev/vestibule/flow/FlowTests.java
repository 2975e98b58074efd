package dev.vestibule.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.freshness.Versions;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import dev.vestibule.session.TestSessions;
import org.junit.jupiter.api.AfterAll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What tests of whole flows share: one server with its mail server for the whole run, and
 * people that no other test knows.
 */
abstract class FlowTests {

	static final GreenMail MAIL = startMail();

	static final String DATABASE = TestDatabase.create();

	static final Upstream UPSTREAM = new Upstream();

	static final Node NODE = Node.start(DATABASE, MAIL, UPSTREAM.settings());

	final People people = new People(MAIL);

	final RelyingApp web = new RelyingApp(NODE.url(), "web", "web-secret");

	final RelyingApp spa = new RelyingApp(NODE.url(), "spa", "");

	/**
	 * Whatever a flow stores in a session has to pass the filter that sessions are read
	 * through.
	 */
	@AfterAll
	static void everySessionCanBeRead() {
		NODE.jdbc()
			.sql("SELECT key, value FROM browser_session, jsonb_each_text(attributes)")
			.query((row, number) -> Map.entry(row.getString(1), row.getString(2)))
			.list()
			.forEach((stored) -> assertThat(TestSessions.read(stored.getValue())).as(stored.getKey()).isNotNull());
	}

	private static GreenMail startMail() {
		GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
		mail.start();
		return mail;
	}

	static String someone() {
		return "ann-" + UUID.randomUUID() + "@example.com";
	}

	Browser browser() {
		return new Browser(NODE.url());
	}

	/**
	 * A browser in which somebody new is signed in.
	 */
	Browser signedIn(String email) {
		Browser browser = browser();
		Page page = this.people.signUp(browser, email);
		assertThat(page.status()).isEqualTo(303);
		return browser;
	}

	String code(Browser browser, RelyingApp app, String scope) {
		Page page = browser.get(app.authorizeUrl(scope));
		assertThat(page.header("Location")).startsWith(RelyingApp.REDIRECT_URI);
		return page.parameter("code");
	}

	/**
	 * Tokens for somebody new.
	 */
	Page tokens(RelyingApp app, String scope) {
		Page page = app.redeem(code(signedIn(someone()), app, scope));
		assertThat(page.status()).isEqualTo(200);
		return page;
	}

	static <T> List<T> inParallel(int times, Callable<T> work) {
		return inParallel(Collections.nCopies(times, work));
	}

	/**
	 * Runs all at once, behind a barrier.
	 */
	static <T> List<T> inParallel(List<Callable<T>> work) {
		ExecutorService threads = Executors.newFixedThreadPool(work.size());
		CountDownLatch barrier = new CountDownLatch(work.size());
		try {
			List<Future<T>> futures = new ArrayList<>();
			for (Callable<T> one : work) {
				futures.add(threads.submit(() -> {
					barrier.countDown();
					barrier.await();
					return one.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * What is changed on one node is in force on all: as soon as each has looked for
	 * changes once more, which they do twice a second, and not at some time later.
	 */
	static void withinASecond(ThrowingRunnable assertion) {
		long changed = System.nanoTime();
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> Node.running().stream().allMatch((node) -> {
			long since = System.nanoTime() - changed;
			return node.bean(Versions.class).age() < since;
		}));
		assertThatCode(assertion::run).doesNotThrowAnyException();
	}

	static void assertInvalidGrant(Page page) {
		assertThat(page.status()).isEqualTo(400);
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_grant");
	}

	static Map<String, String> with(Map<String, String> parameters, String name, String value) {
		Map<String, String> changed = new TreeMap<>(parameters);
		changed.put(name, value);
		return changed;
	}

}

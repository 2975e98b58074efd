package dev.vestibule.session;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.purge.Purge;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import example.Stranger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.util.SerializationUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browser sessions over real HTTP and on real PostgreSQL.
 */
@SpringBootTest(classes = BrowserSessionTests.App.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "vestibule.issuer=http://localhost:9000",
				// There are no mails here.
				TestServer.PART_ONLY })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class BrowserSessionTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private Purge purge;

	@Autowired
	private Pages pages;

	@Test
	void getWhenNoSessionIsNeededThenNoCookie() throws Exception {
		assertThat(setCookies(get("/who", null))).isEmpty();
	}

	@Test
	void getWhenSessionBeginsThenCookieIsRandomAndConfined() throws Exception {
		HttpResponse<String> response = get("/set?name=a", null);
		assertThat(setCookies(response)).singleElement()
			.asString()
			.matches("VESTIBULE_SESSION=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax");
		String cookie = cookie(response);
		HttpResponse<String> next = get("/set?name=b", cookie);
		assertThat(setCookies(next)).isEmpty();
		assertThat(get("/names", cookie).body()).isEqualTo("a b");
		assertThat(cookie(get("/set?name=a", null))).isNotEqualTo(cookie);
	}

	@Test
	void getWhenCookieIsMadeUpThenItIsNotAdopted() throws Exception {
		String planted = "A".repeat(43);
		assertThat(cookie(get("/set?name=a", planted))).isNotEqualTo(planted);
		assertThat(get("/names", planted).body()).isEmpty();
		String id = this.jdbc.sql("SELECT encode(id, 'hex') FROM browser_session LIMIT 1").query(String.class).single();
		assertThat(get("/names", id).body()).isEmpty();
	}

	@Test
	void getWhenAnotherCookieIsPlantedBesideThenOwnIsFound() throws Exception {
		String own = signedIn("ann");
		assertThat(get("/who", "A".repeat(43) + "; VESTIBULE_SESSION=" + own).body()).isEqualTo("ann");
	}

	@Test
	void signInThenNewSessionAndOldOneIsGone() throws Exception {
		String before = cookie(get("/set?name=cart", null));
		HttpResponse<String> response = post("/sign-in?name=ann", before);
		String after = cookie(response);
		assertThat(after).isNotEqualTo(before);
		assertThat(get("/who", after).body()).isEqualTo("ann");
		assertThat(get("/names", after).body()).doesNotContain("cart");
		assertThat(get("/who", before).body()).isEqualTo("nobody");
		assertThat(get("/names", before).body()).isEmpty();
	}

	@Test
	void signInWhenIdWasChangedInTheSameRequestThenOldSessionIsGoneToo() throws Exception {
		String before = signedIn("ann");
		String after = cookie(post("/sign-in?name=bob&changed=true", before));
		assertThat(get("/who", after).body()).isEqualTo("bob");
		assertThat(get("/who", before).body()).isEqualTo("nobody");
	}

	@Test
	void signInWhenAnotherRequestIsUnderWayThenItDoesNotReviveTheOldSession() throws Exception {
		String before = cookie(get("/set?name=a", null));
		this.pages.entered = new CountDownLatch(1);
		this.pages.released = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			Future<HttpResponse<String>> slow = executor.submit(() -> get("/slow", before));
			this.pages.entered.await();
			String after = cookie(post("/sign-in?name=ann", before));
			this.pages.released.countDown();
			assertThat(slow.get().statusCode()).isEqualTo(200);
			assertThat(get("/who", after).body()).isEqualTo("ann");
			assertThat(get("/who", before).body()).isEqualTo("nobody");
			assertThat(get("/names", after).body()).doesNotContain("slow");
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void signOutThenSessionAndCookieAreGone() throws Exception {
		String cookie = signedIn("ann");
		HttpResponse<String> response = post("/sign-out", cookie);
		assertThat(setCookies(response)).singleElement().asString().startsWith("VESTIBULE_SESSION=; Path=/; Max-Age=0");
		assertThat(get("/who", cookie).body()).isEqualTo("nobody");
	}

	@Test
	void getWhenIdleForTooLongThenNobody() throws Exception {
		String cookie = signedIn("idle");
		age("used_at", "idle", Duration.ofMinutes(29));
		assertThat(get("/who", cookie).body()).isEqualTo("idle");
		age("used_at", "idle", Duration.ofMinutes(31));
		assertThat(get("/who", cookie).body()).isEqualTo("nobody");
	}

	@Test
	void getWhenNobodyIsSignedInThenASessionEndsSooner() throws Exception {
		String cookie = cookie(get("/set?name=anonymous", null));
		age("anonymous", Duration.ofMinutes(14));
		assertThat(get("/names", cookie).body()).isEqualTo("anonymous");
		age("anonymous", Duration.ofMinutes(16));
		assertThat(get("/names", cookie).body()).isEmpty();
	}

	private void age(String attribute, Duration age) {
		this.jdbc.sql("""
				UPDATE browser_session SET used_at = used_at - make_interval(secs => ?)
				WHERE jsonb_exists(attributes, ?)
				""").params(age.toSeconds(), attribute).update();
	}

	@Test
	void getWhenAttributeIsOfAStrangeTypeThenPassedOverBeforeItIsMade() throws Exception {
		String cookie = signedIn("target");
		for (Object planted : List.of(new Stranger(), new ArrayList<>(List.of(new Stranger())),
				new Stranger[] { new Stranger() })) {
			this.jdbc
				.sql("""
						UPDATE browser_session SET attributes = jsonb_build_object('SPRING_SECURITY_CONTEXT', encode(?, 'base64'))
						WHERE principal = 'target'
						""")
				.param(SerializationUtils.serialize(planted))
				.update();
			assertThat(get("/who", cookie).body()).isEqualTo("nobody");
		}
		assertThat(Stranger.RAN).hasValue(0);
	}

	@Test
	void getWhenTwelveHoursOldThenNobodyThoughInUse() throws Exception {
		String cookie = signedIn("old");
		age("begun_at", "old", Duration.ofHours(12).minusMinutes(1));
		assertThat(get("/who", cookie).body()).isEqualTo("old");
		age("begun_at", "old", Duration.ofMinutes(2));
		assertThat(get("/who", cookie).body()).isEqualTo("nobody");
	}

	@Test
	void getWhenAttributeIsUnreadableThenPassedOver() throws Exception {
		String cookie = signedIn("future");
		this.jdbc
			.sql("""
					UPDATE browser_session SET attributes = '{"SPRING_SECURITY_CONTEXT": "rO0ABQ=="}' WHERE principal = 'future'
					""")
			.update();
		assertThat(get("/who", cookie).body()).isEqualTo("nobody");
	}

	@Test
	void f10WhenHundredRequestsInOneSessionThenNoneFails() throws Exception {
		String cookie = signedIn("ann");
		List<HttpResponse<String>> responses = parallel(IntStream.range(0, 100)
			.<Callable<HttpResponse<String>>>mapToObj((i) -> () -> get("/set?name=same&name=own" + i, cookie))
			.toList());
		assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(200);
		assertThat(get("/names", cookie).body()).contains("same", "own0", "own99");
	}

	@Test
	void f10WhenSessionEndsUnderHundredRequestsThenNoneFails() throws Exception {
		String cookie = signedIn("ann");
		List<HttpResponse<String>> responses = parallel(
				IntStream.range(0, 100).<Callable<HttpResponse<String>>>mapToObj((i) -> () -> switch (i % 10) {
					case 5 -> post("/sign-out", cookie);
					case 7 -> post("/sign-in?name=bob", cookie);
					default -> get("/set?name=same&name=own" + i, cookie);
				}).toList());
		assertThat(responses).extracting(HttpResponse::statusCode).containsOnly(200);
		assertThat(get("/who", cookie).body()).isEqualTo("nobody");
	}

	@Test
	void attack39WhenDatabaseIsDumpedThenNothingOpensASession() throws Exception {
		String cookie = signedIn("ann");
		List<String> rows = this.jdbc
			.sql("""
					SELECT browser_session::text FROM browser_session
					UNION ALL SELECT encode(decode(value, 'base64'), 'escape') FROM browser_session, jsonb_each_text(attributes)
					""")
			.query(String.class)
			.list();
		assertThat(rows).isNotEmpty().noneMatch((row) -> row.contains(cookie));
		List<String> ids = this.jdbc.sql("SELECT encode(id, 'hex') FROM browser_session").query(String.class).list();
		for (String id : ids) {
			assertThat(get("/who", id).body()).isEqualTo("nobody");
		}
	}

	@Test
	void purgeThenOnlyEndedSessionsAreDeleted() throws Exception {
		String cookie = signedIn("ann");
		this.jdbc.sql("""
				INSERT INTO browser_session (id, idle_seconds, expires_at)
				VALUES (sha256('ended'), 1800, now() - interval '1 second')
				""").update();
		assertThat(this.purge.removeBatch(this.jdbc)).isOne();
		assertThat(get("/who", cookie).body()).isEqualTo("ann");
	}

	@Test
	void signInWhenRequestWasSavedThenFollowedOnceAndNothingWasStoredForNobody() throws Exception {
		int rows = rows();
		HttpResponse<String> refused = get("/private?x=%C3%A4&y=1", null);
		assertThat(refused.headers().firstValue("Location"))
			.hasValueSatisfying((location) -> assertThat(location).endsWith("/login"));
		String destination = destination(refused);
		assertThat(rows()).isEqualTo(rows);
		String pending = cookie(post("/sign-in?name=pending", "none; " + destination));
		assertThat(get("/favicon.ico", pending + "; " + destination).statusCode()).isNotEqualTo(500);
		String account = cookie(post("/sign-in?name=ann", pending + "; " + destination));
		assertThat(get("/private", account).body()).isEqualTo("private");
		HttpResponse<String> taken = post("/take", account + "; " + destination);
		assertThat(taken.body()).isEqualTo("/private?x=%C3%A4&y=1");
		assertThat(setCookies(taken)).singleElement()
			.asString()
			.startsWith("VESTIBULE_DESTINATION=; Path=/; Max-Age=0");
		assertThat(post("/take", account).body()).isEqualTo("/");
	}

	@Test
	void signInWhenSavedRequestIsTooLongForACookieThenItGoesAlong() throws Exception {
		String before = cookie(get("/private?x=" + "y".repeat(5000), null));
		String account = cookie(post("/sign-in?name=ann", before));
		assertThat(post("/take", account).body()).hasSize("/private?x=".length() + 5000);
		assertThat(post("/take", account).body()).isEqualTo("/");
	}

	@Test
	void signInWhenAuthorizationRequestWasPostedThenFollowedAsGet() throws Exception {
		HttpRequest request = request("/oauth2/authorize", null)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("client_id=demo&response_type=code&scope=openid+email&state=%26x%3D1"))
			.build();
		HttpResponse<String> refused = this.http.send(request, BodyHandlers.ofString());
		String account = signedIn("ann");
		assertThat(post("/take", account + "; " + destination(refused)).body()).startsWith("/oauth2/authorize?")
			.contains("client_id=demo", "response_type=code", "scope=openid+email", "state=%26x%3D1");
	}

	private int rows() {
		return this.jdbc.sql("SELECT count(*) FROM browser_session").query(Integer.class).single();
	}

	private static String destination(HttpResponse<?> response) {
		assertThat(setCookies(response)).hasSize(1);
		return setCookies(response).get(0).replaceFirst(";.*", "");
	}

	private String signedIn(String name) throws Exception {
		return cookie(post("/sign-in?name=" + name, null));
	}

	private void age(String column, String name, Duration by) {
		this.jdbc
			.sql("UPDATE browser_session SET %1$s = %1$s - make_interval(secs => :seconds) WHERE principal = :name"
				.formatted(column))
			.param("seconds", by.toSeconds())
			.param("name", name)
			.update();
	}

	private <T> List<T> parallel(List<Callable<T>> tasks) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(tasks.size());
		ExecutorService executor = Executors.newFixedThreadPool(tasks.size());
		try {
			List<T> results = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(tasks.stream().<Callable<T>>map((task) -> () -> {
				barrier.await();
				return task.call();
			}).toList())) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private HttpResponse<String> get(String path, @Nullable String cookie) throws Exception {
		return this.http.send(request(path, cookie).build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String path, @Nullable String cookie) throws Exception {
		return this.http.send(request(path, cookie).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, @Nullable String cookie) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		return (cookie != null) ? request.header("Cookie", "VESTIBULE_SESSION=" + cookie) : request;
	}

	private static List<String> setCookies(HttpResponse<?> response) {
		return response.headers().allValues("Set-Cookie");
	}

	private static String cookie(HttpResponse<?> response) {
		assertThat(setCookies(response)).hasSize(1);
		return setCookies(response).get(0).replaceFirst("VESTIBULE_SESSION=([^;]+);.*", "$1");
	}

	/**
	 * This package alone, and a few pages that use it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableConfigurationProperties({ ServerProperties.class, BrowserSessionProperties.class })
	@Import({ SessionConfiguration.class, SessionCookie.class, BrowserSessions.class, SavedRequests.class, Logins.class,
			CsrfTokens.class, Pages.class })
	static class App {

		@Bean
		SecurityFilterChain security(HttpSecurity http, SavedRequests savedRequests) {
			// @formatter:off
			http.authorizeHttpRequests((requests) -> requests
					.requestMatchers("/private", "/oauth2/authorize").authenticated()
					.anyRequest().permitAll())
				.requestCache((cache) -> cache.requestCache(savedRequests))
				.exceptionHandling((errors) -> errors
					.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
				.csrf((csrf) -> csrf.disable());
			// @formatter:on
			return http.build();
		}

	}

	/**
	 * Pages that begin, use, change and end a session.
	 */
	@RestController
	static class Pages {

		private final Logins logins;

		private final SavedRequests savedRequests;

		volatile CountDownLatch entered = new CountDownLatch(0);

		volatile CountDownLatch released = new CountDownLatch(0);

		Pages(Logins logins, SavedRequests savedRequests) {
			this.logins = logins;
			this.savedRequests = savedRequests;
		}

		@GetMapping("/who")
		String who(HttpServletRequest request) {
			return (request.getUserPrincipal() != null) ? request.getUserPrincipal().getName() : "nobody";
		}

		@GetMapping("/set")
		String set(@RequestParam List<String> name, HttpServletRequest request) {
			name.forEach((each) -> request.getSession().setAttribute(each, Map.of("value", each)));
			return "set";
		}

		@GetMapping("/names")
		String names(HttpServletRequest request) {
			HttpSession session = request.getSession(false);
			return (session != null) ? String.join(" ", new TreeSet<>(Collections.list(session.getAttributeNames())))
					: "";
		}

		@GetMapping("/slow")
		String slow(HttpServletRequest request) throws InterruptedException {
			request.getSession().setAttribute("slow", "slow");
			this.entered.countDown();
			this.released.await();
			return "slow";
		}

		@GetMapping("/private")
		String secret() {
			return "private";
		}

		@PostMapping("/sign-in")
		String signIn(@RequestParam String name, @RequestParam(defaultValue = "false") boolean changed,
				HttpServletRequest request, HttpServletResponse response) {
			if (changed) {
				request.changeSessionId();
			}
			this.logins.signIn(new Person(name), request, response);
			return "signed in";
		}

		@PostMapping("/sign-out")
		String signOut(HttpServletRequest request, HttpServletResponse response) {
			this.logins.signOut(request, response);
			return "signed out";
		}

		@PostMapping("/take")
		String take(HttpServletRequest request, HttpServletResponse response) {
			return this.savedRequests.take(request, response).orElse("/");
		}

	}

	/**
	 * Somebody who is signed in.
	 */
	private static final class Person extends AbstractAuthenticationToken {

		private static final long serialVersionUID = 1L;

		private final String name;

		private Person(String name) {
			super(AuthorityUtils.createAuthorityList("ACCOUNT"));
			this.name = name;
			setAuthenticated(true);
		}

		@Override
		public String getPrincipal() {
			return this.name;
		}

		@Override
		public String getCredentials() {
			return "";
		}

	}

}

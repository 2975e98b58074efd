package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/**
 * Somebody who signs up, and does not give up: when the server does not answer, they look
 * where they are and go on from there.
 */
final class Person implements Runnable {

	private static final String PASSWORD = "correct zebra battery 42";

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern STATE = Pattern.compile("[?&]state=([^&]+)");

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final String email;

	private final String server;

	private final MailSink mail;

	private volatile Step step = Step.FORM;

	Person(String server, MailSink mail) {
		this(server, mail, "ann-" + UUID.randomUUID() + "@example.com");
	}

	private Person(String server, MailSink mail, String email) {
		this.server = server;
		this.mail = mail;
		this.email = email;
	}

	/**
	 * The same person with another browser.
	 */
	Person elsewhere() {
		return new Person(this.server, this.mail, this.email);
	}

	String email() {
		return this.email;
	}

	Step step() {
		return this.step;
	}

	/**
	 * Signs up and proves the address.
	 */
	@Override
	public void run() {
		while (this.step != Step.DONE) {
			try {
				if (!isWaiting()) {
					signUp();
				}
				prove();
			}
			catch (IOException ex) {
				awaitServer();
			}
		}
	}

	/**
	 * Sends the form.
	 * @return how long the server took to answer
	 */
	Duration signUp() throws IOException {
		this.step = Step.FORM;
		Map<String, String> form = form("/signup");
		form.putAll(Map.of("email", this.email, "name", "Ann Example", "password", PASSWORD));
		this.step = Step.SIGNING_UP;
		long start = System.nanoTime();
		HttpResponse<String> answer = post("/signup", form);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (answer.statusCode() != 303) {
			throw new IOException("the sign-up was answered by " + answer.statusCode());
		}
		return took;
	}

	/**
	 * Opens a page in the browser that has signed up.
	 */
	int open(String path) throws IOException {
		return get(path).statusCode();
	}

	/**
	 * Where a page leads to; empty if it stays.
	 */
	String follow(String path) throws IOException {
		return location(get(path));
	}

	private void prove() throws IOException {
		Set<String> tried = new HashSet<>();
		while (this.step != Step.DONE) {
			this.step = Step.WAITING;
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Duration.ofMinutes(30))
				.until(() -> !tried.containsAll(this.mail.codes(this.email)));
			for (String code : this.mail.codes(this.email)) {
				if (tried.add(code) && proves(code)) {
					this.step = Step.DONE;
					return;
				}
			}
			// The answer to the right code may have been lost.
			signIn();
		}
	}

	private boolean proves(String code) throws IOException {
		Map<String, String> form = form("/verify");
		form.put("code", code);
		this.step = Step.PROVING;
		HttpResponse<String> answer = post("/verify", form);
		return answer.statusCode() == 303 && !location(answer).contains("/verify");
	}

	/**
	 * Whether this browser is where the code is to be typed; if the account is there
	 * already, it signs in.
	 */
	private boolean isWaiting() throws IOException {
		if (this.step == Step.FORM) {
			return false;
		}
		if (get("/verify").statusCode() == 200) {
			return true;
		}
		if (this.step == Step.PROVING) {
			signIn();
		}
		return this.step == Step.DONE;
	}

	/**
	 * Sends the login form.
	 * @return how long the server took to answer
	 */
	Duration signIn() throws IOException {
		Map<String, String> form = form("/login");
		form.putAll(Map.of("username", this.email, "password", PASSWORD));
		long start = System.nanoTime();
		HttpResponse<String> answer = post("/login", form);
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (answer.statusCode() == 303 && !location(answer).contains("/login")) {
			this.step = Step.DONE;
		}
		return took;
	}

	/**
	 * Comes back from Facebook with a code.
	 * @return how long the server took to answer; only a page that says that the provider
	 * cannot be reached is one
	 */
	Duration returnFromFacebook() throws IOException {
		Matcher state = STATE.matcher(location(get("/oauth2/authorization/facebook")));
		if (!state.find()) {
			throw new IOException("no way to the provider");
		}
		long start = System.nanoTime();
		HttpResponse<String> answer = get("/login/oauth2/code/facebook?code=x&state=" + state.group(1));
		Duration took = Duration.ofNanos(System.nanoTime() - start);
		if (!location(answer).contains("/login?error=")) {
			throw new IOException("the way back was answered by " + answer.statusCode() + " " + location(answer));
		}
		return took;
	}

	private void awaitServer() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(100))
			.atMost(Duration.ofMinutes(30))
			.ignoreExceptions()
			.until(() -> get("/login").statusCode() == 200);
	}

	private Map<String, String> form(String path) throws IOException {
		Matcher csrf = CSRF.matcher(get(path).body());
		if (!csrf.find()) {
			throw new IOException(path + " shows no form");
		}
		return new HashMap<>(Map.of("_csrf", csrf.group(1)));
	}

	private HttpResponse<String> get(String path) throws IOException {
		return send(request(path).GET().build());
	}

	private HttpResponse<String> post(String path, Map<String, String> form) throws IOException {
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.server + path)).timeout(Duration.ofMinutes(1));
	}

	private HttpResponse<String> send(HttpRequest request) throws IOException {
		try {
			return this.http.send(request, BodyHandlers.ofString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private static String location(HttpResponse<String> answer) {
		return answer.headers().firstValue("Location").orElse("");
	}

	/**
	 * Where somebody is.
	 */
	enum Step {

		/** Opens the form. */
		FORM,
		/** Has sent it. */
		SIGNING_UP,
		/** Waits for the mail. */
		WAITING,
		/** Has sent the code. */
		PROVING,
		/** Has an account. */
		DONE

	}

}

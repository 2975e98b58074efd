package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

/**
 * People who log in to an application, which redeems codes and refreshes, and a service
 * that fetches tokens; both use them and look into them. Whatever is answered otherwise
 * than well is lost.
 */
final class KeyringLoad implements AutoCloseable {

	private static final int PEOPLE = 3;

	private static final int SERVICES = 2;

	private static final String VERIFIER = "a".repeat(43);

	private static final String CALLBACK = "https://app.example.com/callback";

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(5))
		.build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> running = new ArrayList<>();

	private final Map<String, Integer> good = new ConcurrentSkipListMap<>();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	private final Set<String> kids = ConcurrentHashMap.newKeySet();

	private final AtomicInteger family = new AtomicInteger();

	private final AtomicInteger current = new AtomicInteger();

	private final Scene scene;

	private final Person person;

	private final String client;

	private volatile String secret;

	private volatile boolean over;

	KeyringLoad(Scene scene) throws IOException {
		this.scene = scene;
		this.person = new Person(scene.url(), scene.mail());
		this.person.run();
		String created = admin("/admin/api/clients", """
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid email notes.read", "require_consent": false}""".formatted(CALLBACK));
		this.client = field(created, "client_id");
		this.secret = field(created, "client_secret");
		this.good.clear();
	}

	void start() {
		for (int i = 0; i < PEOPLE; i++) {
			this.running.add(this.threads.submit(() -> repeat(this::logIn)));
		}
		for (int i = 0; i < SERVICES; i++) {
			this.running.add(this.threads.submit(() -> repeat(this::serve)));
		}
	}

	void rotateSigningKeys() throws IOException {
		admin("/admin/api/keys/rotate", "");
	}

	/**
	 * Gives the application a new secret, once all nodes know it; the former one still
	 * works.
	 */
	void replaceSecret() throws IOException, InterruptedException {
		String replaced = field(admin("/admin/api/clients/" + this.client + "/secret", ""), "client_secret");
		TimeUnit.SECONDS.sleep(1);
		this.secret = replaced;
	}

	/**
	 * Ends the former secret, after whatever was on its way with it.
	 */
	void endFormerSecret() throws Exception {
		this.scene
			.update("DELETE FROM client_secret WHERE client_id = '" + this.client + "' AND expires_at IS NOT NULL");
	}

	/**
	 * Returns when everybody has logged in anew.
	 */
	void beginNewFamilies() {
		int begun = this.family.incrementAndGet();
		this.current.set(0);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.current.get() >= PEOPLE && this.family.get() == begun);
	}

	void stop() throws Exception {
		this.over = true;
		for (Future<?> one : this.running) {
			one.get(1, TimeUnit.MINUTES);
		}
	}

	Queue<String> lost() {
		return this.lost;
	}

	@Override
	public void close() {
		this.over = true;
		this.threads.shutdownNow();
	}

	@Override
	public String toString() {
		int requests = this.good.values().stream().mapToInt(Integer::intValue).sum();
		return "%d requests, %d lost %s, tokens by %d keys; %s".formatted(requests + this.lost.size(), this.lost.size(),
				this.lost.stream().limit(5).toList(), this.kids.size(), this.good);
	}

	private Void repeat(Work work) throws InterruptedException {
		while (!this.over) {
			try {
				work.run();
			}
			catch (IOException ex) {
				this.lost.add(Instant.now() + " " + ex);
				TimeUnit.MILLISECONDS.sleep(100);
			}
		}
		return null;
	}

	private void logIn() throws IOException, InterruptedException {
		int family = this.family.get();
		Person browser = this.person.elsewhere();
		browser.signIn();
		if (browser.step() != Person.Step.DONE) {
			throw new IOException("the sign-in failed");
		}
		count("sign-in");
		String callback = browser.follow("/oauth2/authorize?" + form(Map.of("response_type", "code", "client_id",
				this.client, "redirect_uri", CALLBACK, "scope", "openid email notes.read", "code_challenge",
				challenge(), "code_challenge_method", "S256", "state", "x")));
		Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(callback);
		if (!code.find()) {
			throw new IOException("no code but " + callback);
		}
		count("authorize");
		String tokens = token("code", Map.of("grant_type", "authorization_code", "code", code.group(1), "redirect_uri",
				CALLBACK, "code_verifier", VERIFIER), basic(this.client, this.secret));
		this.current.incrementAndGet();
		for (int i = 0; i < 50 && !this.over && this.family.get() == family; i++) {
			use(tokens);
			send("userinfo", request("/userinfo").header("Authorization", "Bearer " + field(tokens, "access_token")));
			introspect(tokens, basic(this.client, this.secret));
			tokens = token("refresh",
					Map.of("grant_type", "refresh_token", "refresh_token", field(tokens, "refresh_token")),
					basic(this.client, this.secret));
			TimeUnit.MILLISECONDS.sleep(50);
		}
	}

	private void serve() throws IOException, InterruptedException {
		String service = basic("demo-service", "demo-service-secret");
		String tokens = token("client credentials", Map.of("grant_type", "client_credentials", "scope", "notes.read"),
				service);
		use(tokens);
		introspect(tokens, service);
		String kid = kid(field(tokens, "access_token"));
		this.kids.add(kid);
		String keys = send("keys", request("/oauth2/jwks"));
		if (!keys.contains(kid)) {
			throw new IOException("a token by a key that is not published");
		}
		send("discovery", request("/.well-known/openid-configuration"));
		TimeUnit.MILLISECONDS.sleep(10);
	}

	private void use(String tokens) throws IOException, InterruptedException {
		send("API",
				HttpRequest.newBuilder(this.scene.demo("/api/notes"))
					.timeout(Duration.ofSeconds(30))
					.header("Authorization", "Bearer " + field(tokens, "access_token")));
	}

	private void introspect(String tokens, String client) throws IOException, InterruptedException {
		String answer = send("introspection",
				post("/oauth2/introspect", Map.of("token", field(tokens, "access_token")), client));
		if (!answer.contains("\"active\":true")) {
			throw new IOException("a token that does not count: " + answer);
		}
	}

	private String token(String what, Map<String, String> form, String client)
			throws IOException, InterruptedException {
		return send(what, post("/oauth2/token", form, client));
	}

	private String admin(String path, String json) throws IOException {
		try {
			String token = field(token("administration", Map.of("grant_type", "client_credentials", "scope", "admin"),
					basic("admin-cli", "admin-cli-secret")), "access_token");
			return send("administration",
					request(path).header("Authorization", "Bearer " + token)
						.header("Content-Type", "application/json")
						.POST(BodyPublishers.ofString(json)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private String send(String what, HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<String> answer = this.http.send(request.build(), BodyHandlers.ofString());
		if (answer.statusCode() / 100 != 2) {
			throw new IOException(what + " answered " + answer.statusCode() + " " + answer.body());
		}
		count(what);
		return answer.body();
	}

	private void count(String what) {
		this.good.merge(what, 1, Integer::sum);
	}

	private HttpRequest.Builder post(String path, Map<String, String> form, String authorization) {
		return request(path).header("Authorization", authorization)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form(form)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.scene.url() + path)).timeout(Duration.ofSeconds(30));
	}

	private static String form(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static String basic(String client, String secret) {
		return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
	}

	private static String field(String json, String name) throws IOException {
		Matcher field = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
		if (!field.find()) {
			throw new IOException("no " + name + " in " + json);
		}
		return field.group(1);
	}

	private static String kid(String token) throws IOException {
		return field(new String(Base64.getUrlDecoder().decode(token.split("\\.")[0]), StandardCharsets.UTF_8), "kid");
	}

	private static String challenge() {
		try {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(
						MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is done again and again.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException, InterruptedException;

	}

}

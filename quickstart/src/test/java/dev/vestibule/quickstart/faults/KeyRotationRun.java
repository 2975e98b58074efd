package dev.vestibule.quickstart.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F11: the signing keys are rotated {@code -Dfaults.rotations} times (3) within
 * {@code -Dfaults.seconds} (60), while {@code -Dfaults.clients} clients (16) fetch tokens
 * and use them at the demo's API, as fast as they are answered. The API keeps the keys
 * for five minutes. Nobody is refused.
 */
class KeyRotationRun {

	private static final int ROTATIONS = Integer.getInteger("faults.rotations", 3);

	private static final int SECONDS = Integer.getInteger("faults.seconds", 60);

	private static final int CLIENTS = Integer.getInteger("faults.clients", 16);

	private static final int USES = 20;

	private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

	private static final Pattern KID = Pattern.compile("\"kid\":\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, Integer> answers = new ConcurrentHashMap<>();

	private final Set<String> keys = ConcurrentHashMap.newKeySet();

	@Test
	void useTokensWhenKeysAreRotatedThenNobodyIsRefused() throws Exception {
		try (Scene scene = new Scene()) {
			use(scene, Instant.now().plusSeconds(5));
			this.answers.clear();
			Instant end = Instant.now().plusSeconds(SECONDS);
			List<Future<?>> using = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				using.add(this.threads.submit(() -> {
					use(scene, end);
					return null;
				}));
			}
			for (int i = 0; i < ROTATIONS; i++) {
				// Between two of them lies the time in which each node notices the next
				// key.
				TimeUnit.MILLISECONDS.sleep(SECONDS * 1000L / (ROTATIONS + 1));
				assertThat(post(scene, "/admin/api/keys/rotate", "Bearer " + token(scene, "admin-cli", "admin"), "")
					.statusCode()).isEqualTo(200);
			}
			for (Future<?> one : using) {
				one.get();
			}
			int requests = this.answers.values().stream().mapToInt(Integer::intValue).sum();
			System.out.printf("F11: %d rotations in %d s: %d requests (%d/s), tokens by %d keys, answers %s%n",
					ROTATIONS, SECONDS, requests, requests / SECONDS, this.keys.size(), this.answers);
			assertThat(this.answers.keySet()).containsExactlyInAnyOrder("token 200", "API 200");
			assertThat(this.keys).hasSize(ROTATIONS + 1);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	private void use(Scene scene, Instant end) throws IOException, InterruptedException {
		while (Instant.now().isBefore(end)) {
			String token = token(scene, "demo-service", "notes.read");
			for (int i = 0; i < USES && Instant.now().isBefore(end); i++) {
				HttpRequest request = request(scene.demo("/api/notes")).header("Authorization", "Bearer " + token)
					.build();
				count("API", this.http.send(request, BodyHandlers.discarding()).statusCode());
			}
		}
	}

	private String token(Scene scene, String client, String scope) throws IOException, InterruptedException {
		String basic = Base64.getEncoder()
			.encodeToString((client + ":" + client + "-secret").getBytes(StandardCharsets.UTF_8));
		HttpResponse<String> answer = post(scene, "/oauth2/token", "Basic " + basic,
				"grant_type=client_credentials&scope=" + scope);
		count("token", answer.statusCode());
		Matcher token = TOKEN.matcher(answer.body());
		if (!token.find()) {
			return "";
		}
		String header = new String(Base64.getUrlDecoder().decode(token.group(1).split("\\.")[0]),
				StandardCharsets.UTF_8);
		Matcher kid = KID.matcher(header);
		if (kid.find()) {
			this.keys.add(kid.group(1));
		}
		return token.group(1);
	}

	private HttpResponse<String> post(Scene scene, String path, String authorization, String body)
			throws IOException, InterruptedException {
		return this.http.send(request(URI.create(scene.url() + path)).header("Authorization", authorization)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
	}

	private void count(String what, int status) {
		this.answers.merge(what + " " + status, 1, Integer::sum);
	}

}

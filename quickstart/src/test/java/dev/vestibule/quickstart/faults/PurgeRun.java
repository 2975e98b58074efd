package dev.vestibule.quickstart.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F15: {@code -Dfaults.over} authorizations (100,000) are over, beside
 * {@code -Dfaults.live} (1,000,000) that are not. The server deletes them by itself,
 * beside a second purge of ours as another node's, while others look up and change those
 * that live.
 */
class PurgeRun {

	private static final int OVER = Integer.getInteger("faults.over", 100_000);

	private static final int LIVE = Integer.getInteger("faults.live", 1_000_000);

	private static final String ACCOUNT = """
			INSERT INTO account (id, email, verified_at, verified_by, name)
			VALUES ('00000000-0000-4000-8000-000000000001', 'purge@example.com', now(), 'code', 'Ann Example')
			""";

	private static final String AUTHORIZATIONS = """
			INSERT INTO oauth2_authorization (id, client_id, account_id, credential_epoch, authenticated_at, session_id,
			    authentication_methods, redirect_uri, requested_scopes, authorized_scopes, code_hash, code_issued_at,
			    code_expires_at, code_redeemed_at, refresh_key_id, refresh_generation, refresh_rotated_at,
			    refresh_expires_at, refresh_absolute_expires_at, over_on)
			SELECT ('%1$s' || lpad(to_hex(n), 12, '0'))::uuid, 'demo-client', '00000000-0000-4000-8000-000000000001', 0,
			    now(), 'session-' || n, '{pwd}', 'http://localhost:8080/', '{openid,email}', '{openid,email}',
			    sha256(('%1$s' || n)::bytea), now(), now(), now(), 'first', 1, now(), %2$s, now() + interval '90 days', %2$s
			FROM generate_series(1, %3$d) n
			""";

	private static final String LIVING = "00000000-0000-4000-9000-";

	private static final String ENDED = "00000000-0000-4000-a000-";

	// As Purge has it, for a second node.
	private static final String PURGE = """
			DELETE FROM oauth2_authorization WHERE ctid = ANY (ARRAY(
			    SELECT ctid FROM oauth2_authorization
			    WHERE coalesce(revoked_at, over_on, code_expires_at, created_at) < now() - interval '3600 seconds'
			    ORDER BY coalesce(revoked_at, over_on, code_expires_at, created_at)
			    LIMIT 1000 FOR UPDATE SKIP LOCKED))
			""";

	private static final String LONGEST = """
			SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) FROM pg_stat_activity
			WHERE state = 'active' AND query LIKE 'DELETE FROM oauth2_authorization%' AND pid <> pg_backend_pid()
			""";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void purgeWhenManyAreOverThenOthersNoticeNothing() throws Exception {
		try (Scene scene = new Scene()) {
			scene.update(ACCOUNT);
			scene.update(AUTHORIZATIONS.formatted(LIVING, "now() + interval '30 days'", LIVE));
			scene.update("ANALYZE");
			measure(scene, "nothing to purge", new AtomicBoolean(), 10);
			scene.update(AUTHORIZATIONS.formatted(ENDED, "now() - interval '2 hours'", OVER));
			Instant start = Instant.now();
			AtomicBoolean done = new AtomicBoolean();
			Future<Double> longest = this.threads.submit(() -> longestBatch(scene, done));
			Future<Integer> other = this.threads.submit(() -> purgeAsAnotherNode(scene));
			Future<?> end = this.threads.submit(() -> {
				Awaitility.await()
					.pollInterval(Duration.ofMillis(200))
					.atMost(Duration.ofMinutes(5))
					.until(() -> ended(scene) == 0);
				done.set(true);
				return null;
			});
			Figures lookups = measure(scene, "purging", done, 300);
			end.get();
			System.out.printf(
					"F15: %d rows beside %d gone after %d s, %d of them by the second purge; longest batch seen %.0f ms%n",
					OVER, LIVE, Duration.between(start, Instant.now()).toSeconds(), other.get(), longest.get() * 1000);
			assertThat(scene.count("SELECT count(*) FROM oauth2_authorization")).isEqualTo(LIVE);
			assertThat(longest.get()).isLessThan(0.1);
			assertThat(lookups.quantile(0.99)).isLessThan(10);
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	/**
	 * Looks up and changes living authorizations until it is done, but for so many
	 * seconds at most.
	 */
	private Figures measure(Scene scene, String when, AtomicBoolean done, int seconds) throws Exception {
		Instant end = Instant.now().plusSeconds(seconds);
		Callable<Figures> looking = () -> repeat(scene, "SELECT * FROM oauth2_authorization WHERE id = ?::uuid", done,
				end);
		Callable<Figures> changing = () -> repeat(scene, """
				UPDATE oauth2_authorization SET refresh_generation = refresh_generation + 1 WHERE id = ?::uuid
				""", done, end);
		Future<Figures> lookups = this.threads.submit(looking);
		Future<Figures> changes = this.threads.submit(changing);
		System.out.printf("F15: %s: look-ups %s; rotations %s%n", when, lookups.get(), changes.get());
		return lookups.get();
	}

	private static Figures repeat(Scene scene, String sql, AtomicBoolean done, Instant end) throws Exception {
		List<Long> millis = new ArrayList<>();
		try (Connection connection = scene.connect(); PreparedStatement statement = connection.prepareStatement(sql)) {
			while (!done.get() && Instant.now().isBefore(end)) {
				statement.setString(1, LIVING + "%012x".formatted(1 + ThreadLocalRandom.current().nextInt(LIVE)));
				long start = System.nanoTime();
				statement.execute();
				millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
				TimeUnit.MILLISECONDS.sleep(5);
			}
		}
		return new Figures(millis.stream().sorted().toList());
	}

	private static int purgeAsAnotherNode(Scene scene) throws Exception {
		int removed = 0;
		try (Connection connection = scene.connect();
				PreparedStatement statement = connection.prepareStatement(PURGE)) {
			// The server's own begins within a minute; from then on both are at work.
			Awaitility.await()
				.pollInterval(Duration.ofMillis(20))
				.atMost(Duration.ofMinutes(3))
				.until(() -> ended(scene) < OVER);
			int rows;
			do {
				rows = statement.executeUpdate();
				removed += rows;
			}
			while (rows > 0);
		}
		return removed;
	}

	private static double longestBatch(Scene scene, AtomicBoolean done) throws Exception {
		double longest = 0;
		try (Connection connection = scene.connect();
				PreparedStatement statement = connection.prepareStatement(LONGEST)) {
			while (!done.get()) {
				try (ResultSet row = statement.executeQuery()) {
					row.next();
					longest = Math.max(longest, row.getDouble(1));
				}
				TimeUnit.MILLISECONDS.sleep(2);
			}
		}
		return longest;
	}

	private static synchronized int ended(Scene scene) throws SQLException {
		return scene.count("""
				SELECT count(*) FROM oauth2_authorization
				WHERE coalesce(revoked_at, over_on, code_expires_at, created_at) < now() - interval '1 hour'
				""");
	}

}

package dev.vestibule.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.purge.Purge;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rotation on two nodes over one database; time is moved in the database.
 */
class RotationTests {

	private static final int ALGORITHMS = SigningAlgorithm.values().length;

	private final String database = TestDatabase.create();

	private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(this.database));

	private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

	private ConfigurableApplicationContext one;

	private ConfigurableApplicationContext two;

	@BeforeEach
	void startTwoNodes() {
		this.one = start();
		this.two = start();
		// The schedule itself publishes them, on either node.
		eventually(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(kids("next")).hasSize(ALGORITHMS));
		eventually(Duration.ofSeconds(1))
			.untilAsserted(() -> this.nodes.forEach((node) -> assertThat(published(node)).containsAll(kids("next"))));
	}

	@AfterEach
	void stop() {
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void runWhenNothingIsDueThenNothingChanges() {
		Set<String> before = kids("active");
		age("activated_at", "89 days 23 hours");
		age("created_at", "25 hours");
		rotation(this.one).run();
		assertThat(kids("active")).isEqualTo(before);
	}

	@Test
	void runWhenNextIsNotPublishedLongEnoughThenItWaits() {
		Set<String> before = kids("active");
		age("activated_at", "91 days");
		age("created_at", "23 hours");
		rotation(this.one).run();
		assertThat(kids("active")).isEqualTo(before);
	}

	@Test
	void runWhenDueThenNextSignsAndRetiredIsStillBelieved() {
		Set<String> former = kids("active");
		Set<String> next = kids("next");
		List<String> tokens = signWithAll(this.two);
		due();
		rotation(this.one).run();
		assertThat(kids("active")).isEqualTo(next);
		assertThat(kids("retired")).isEqualTo(former);
		assertThat(kids("next")).hasSize(ALGORITHMS).doesNotContainAnyElementsOf(next);
		eventually(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(signers(this.two)).isEqualTo(next));
		assertThat(published(this.two)).containsAll(former);
		tokens.forEach((token) -> this.two.getBean(JwtDecoder.class).decode(token));
		assertThat(this.jdbc.sql("SELECT count(*) FROM signing_key WHERE state = 'retired' AND private_key IS NOT NULL")
			.query(Integer.class)
			.single()).isZero();
		assertThat(this.jdbc.sql("SELECT count(*) FROM audit_event WHERE kind = 'signing-key.retired'")
			.query(Integer.class)
			.single()).isEqualTo(ALGORITHMS);
	}

	@Test
	void runWhenRetiredExpiresThenNotPublishedOnAnyNode() {
		Set<String> former = kids("active");
		due();
		rotation(this.one).run();
		this.jdbc.sql("UPDATE signing_key SET expires_at = now() WHERE state = 'retired'").update();
		eventually(Duration.ofSeconds(1)).untilAsserted(
				() -> this.nodes.forEach((node) -> assertThat(published(node)).doesNotContainAnyElementsOf(former)));
		this.two.getBean("signingKeyPurge", Purge.class).removeBatch(this.jdbc);
		assertThat(kids("retired")).isEmpty();
	}

	@Test
	void runWhenBothNodesAtOnceThenOneActiveAndOneNextEach() throws Exception {
		for (int round = 0; round < 5; round++) {
			Set<String> next = kids("next");
			due();
			inParallel(20, (i) -> () -> {
				rotation(this.nodes.get(i % 2)).run();
				return i;
			});
			assertThat(kids("active")).isEqualTo(next);
			assertThat(kids("next")).hasSize(ALGORITHMS);
		}
		assertThat(kids("retired")).hasSize(5 * ALGORITHMS);
	}

	@Test
	void signWhileRotatingThenTheOtherNodeAlwaysKnowsTheKey() throws Exception {
		Set<String> used = Collections.synchronizedSet(new HashSet<>());
		inParallel(3, (i) -> () -> {
			for (int round = 0; round < 30; round++) {
				if (i == 0) {
					this.jdbc
						.sql("UPDATE signing_key SET created_at = created_at - interval '6 s' WHERE state = 'next' "
								+ "AND created_at < now() - interval '1 s'")
						.update();
					rotation(this.one).rotateNow("test");
				}
				ConfigurableApplicationContext signing = this.nodes.get(i % 2);
				ConfigurableApplicationContext reading = this.nodes.get((i + 1) % 2);
				for (String token : signWithAll(signing)) {
					used.add((String) reading.getBean(JwtDecoder.class).decode(token).getHeaders().get("kid"));
				}
			}
			return i;
		});
		assertThat(used).hasSizeGreaterThan(ALGORITHMS);
	}

	@Test
	void rotateNowWhenNextIsBrandNewThenNothingChanges() {
		rotation(this.one).rotateNow("test");
		Set<String> before = kids("active");
		this.jdbc.sql("UPDATE signing_key SET created_at = now() WHERE state = 'next'").update();
		assertThat(rotation(this.one).rotateNow("test")).isEmpty();
		assertThat(kids("active")).isEqualTo(before);
	}

	@Test
	void startWhenKeyringHasANewWritingKeyThenReencryptedAndTheOldOneCanGo() {
		String former = "test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
		String newer = "newer:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
		Set<String> before = kids("active");
		start("vestibule.keyring.keys=" + former + "," + newer);
		assertThat(this.jdbc.sql("SELECT DISTINCT key_id FROM signing_key WHERE private_key IS NOT NULL")
			.query(String.class)
			.list()).containsExactly("newer");
		signWithAll(this.one).forEach((token) -> this.two.getBean(JwtDecoder.class).decode(token));
		this.one.close();
		this.two.close();
		ConfigurableApplicationContext last = start("vestibule.keyring.keys=" + newer);
		assertThat(signers(last)).isEqualTo(before);
		signWithAll(last).forEach((token) -> last.getBean(JwtDecoder.class).decode(token));
	}

	private ConfigurableApplicationContext start(String... settings) {
		ConfigurableApplicationContext node = TestServer.start(this.database, settings);
		this.nodes.add(node);
		return node;
	}

	private static Rotation rotation(ConfigurableApplicationContext node) {
		return node.getBean(Rotation.class);
	}

	private void due() {
		age("activated_at", "91 days");
		age("created_at", "25 hours");
	}

	private void age(String column, String interval) {
		this.jdbc
			.sql("UPDATE signing_key SET %s = now() - interval '%s' WHERE state <> 'retired'".formatted(column,
					interval))
			.update();
	}

	private Set<String> kids(String state) {
		return this.jdbc.sql("SELECT kid FROM signing_key WHERE state = ?").param(state).query(String.class).set();
	}

	private static Set<String> published(ConfigurableApplicationContext node) {
		return node.getBean(PublishedKeys.class)
			.last()
			.publicKeys()
			.getKeys()
			.stream()
			.map((key) -> key.getKeyID())
			.collect(Collectors.toSet());
	}

	private static Set<String> signers(ConfigurableApplicationContext node) {
		Set<String> kids = new HashSet<>();
		for (String token : signWithAll(node)) {
			kids.add((String) node.getBean(JwtDecoder.class).decode(token).getHeaders().get("kid"));
		}
		return kids;
	}

	private static List<String> signWithAll(ConfigurableApplicationContext node) {
		List<String> tokens = new ArrayList<>();
		for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
			Instant now = Instant.now();
			JwtClaimsSet claims = JwtClaimsSet.builder()
				.issuer("http://localhost:9000")
				.issuedAt(now)
				.expiresAt(now.plusSeconds(300))
				.build();
			tokens.add(node.getBean(JwtEncoder.class)
				.encode(JwtEncoderParameters.from(JwsHeader.with(algorithm).build(), claims))
				.getTokenValue());
		}
		return tokens;
	}

	private static ConditionFactory eventually(Duration limit) {
		return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(limit);
	}

	private static void inParallel(int times, IntFunction<Callable<Integer>> work) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(times);
		try {
			List<Callable<Integer>> all = new ArrayList<>();
			for (int i = 0; i < times; i++) {
				all.add(work.apply(i));
			}
			for (Future<Integer> done : threads.invokeAll(all)) {
				done.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}

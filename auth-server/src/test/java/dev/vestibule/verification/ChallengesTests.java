package dev.vestibule.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.Account;
import dev.vestibule.account.AccountProperties;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.SignUpProperties;
import dev.vestibule.account.SignUpProperties.Open;
import dev.vestibule.limit.Source;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class ChallengesTests {

	private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");

	private static final VerificationProperties PROPERTIES = TestVerification.properties(36_000);

	private static final Source SOURCE = Source.of("192.0.2.1");

	private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

	private final Challenges challenges = new Challenges(this.jdbc, PROPERTIES,
			new AccountProperties(Duration.ofHours(24), Duration.ofDays(7)),
			new SignUpProperties(Open.EVERYONE, List.of(), Duration.ofDays(7), null, null));

	@Test
	void countAttemptWhenBorneOutThenEmpty() {
		UUID id = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key").id();
		for (int attempt = 1; attempt <= 5; attempt++) {
			assertThat(this.challenges.countAttempt(id)).isPresent();
			assertThat(this.challenges.state(id).orElseThrow().attemptsLeft()).isEqualTo(5 - attempt);
		}
		assertThat(this.challenges.countAttempt(id)).isEmpty();
	}

	@Test
	void renewThenNextGenerationWithFreshAttempts() {
		Challenge challenge = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key");
		this.challenges.countAttempt(challenge.id());
		Challenge renewed = this.challenges.renew(challenge.id(), "newer").orElseThrow();
		assertThat(renewed).isEqualTo(new Challenge(challenge.id(), ChallengePurpose.SIGN_UP, EMAIL, false, null, null,
				"newer", challenge.generation() + 1));
		assertThat(this.challenges.spend(new Proof(challenge, Proof.Method.CODE))).as("voided").isEmpty();
		assertThat(this.challenges.spend(new Proof(renewed, Proof.Method.CODE))).hasValue(SOURCE);
		assertThat(this.challenges.spend(new Proof(renewed, Proof.Method.LINK))).as("spent").isEmpty();
	}

	@Test
	void toBeMailedWhenNoticeAndTheCredentialsHaveChangedThenStillToldButItsLinkIsDead() {
		UUID id = this.jdbc.sql("""
				INSERT INTO account (email, verified_at, verified_by, name)
				VALUES ('ann@example.com', now(), 'code', 'Ann') RETURNING id
				""").query(UUID.class).single();
		Account account = new Account(id, EMAIL, Instant.now(), "code", "Ann", null, true, null, 0, Locale.ENGLISH,
				null);
		Demand notice = new Demand(ChallengePurpose.RECOVERY, EMAIL, account, false);
		Challenge challenge = this.challenges.add(notice, SOURCE, "key");
		this.jdbc.sql("UPDATE account SET credential_epoch = 1").update();
		assertThat(this.challenges.toBeMailed(challenge.id(), 1, "key")).isPresent();
		assertThat(this.challenges.spend(new Proof(challenge, Proof.Method.LINK))).isEmpty();
	}

	@Test
	void toBeMailedWhenCodeHasExpiredThenNextGeneration() {
		Challenge challenge = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key");
		this.challenges.countAttempt(challenge.id());
		assertThat(this.challenges.toBeMailed(challenge.id(), 1, "newer")).hasValue(challenge);
		this.jdbc.sql("UPDATE challenge SET code_expires_at = now()").update();
		Challenge next = this.challenges.toBeMailed(challenge.id(), 1, "newer").orElseThrow();
		assertThat(next.generation()).isEqualTo(2);
		assertThat(next.keyId()).isEqualTo("newer");
		assertThat(this.challenges.state(challenge.id()).orElseThrow())
			.isEqualTo(new ChallengeState(ChallengePurpose.SIGN_UP, EMAIL, 2, 5, 60, true, true, 0));
		assertThat(this.challenges.toBeMailed(challenge.id(), 1, "newer")).as("another mail of the former").isEmpty();
		assertThat(this.challenges.toBeMailed(challenge.id(), 2, "newer")).hasValue(next);
		assertThat(this.challenges.spend(new Proof(challenge, Proof.Method.LINK))).as("voided").isEmpty();
		assertThat(this.challenges.spend(new Proof(next, Proof.Method.CODE))).hasValue(SOURCE);
	}

	@Test
	void toBeMailedWhenSpentThenEmptyAndNoGeneration() {
		Challenge challenge = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key");
		this.challenges.spend(new Proof(challenge, Proof.Method.CODE));
		this.jdbc.sql("UPDATE challenge SET code_expires_at = now()").update();
		assertThat(this.challenges.toBeMailed(challenge.id(), 1, "key")).isEmpty();
		assertThat(this.jdbc.sql("SELECT generation FROM challenge").query(Integer.class).single()).isOne();
	}

	@Test
	void addWhenAnotherSourceAsksOftenThenNothingOfOursGivesWay() {
		UUID ours = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key").id();
		Source others = Source.of("2001:db8::1");
		UUID oldest = this.challenges.add(Demand.signUp(EMAIL, false), others, "key").id();
		for (int i = 0; i < 5; i++) {
			this.challenges.add(Demand.signUp(EMAIL, false), others, "key");
		}
		assertThat(this.challenges.state(ours)).isPresent();
		assertThat(this.challenges.state(oldest)).isEmpty();
	}

	@Test
	void spendWhenDecoyThenFalse() {
		assertThat(this.challenges
			.spend(new Proof(this.challenges.add(Demand.signUp(EMAIL, true), SOURCE, "key"), Proof.Method.CODE)))
			.isEmpty();
		Challenge real = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key");
		this.challenges.disarm(EMAIL);
		assertThat(this.challenges.spend(new Proof(real, Proof.Method.LINK))).isEmpty();
	}

	@Test
	void stateWhenOlderThanPendingSignUpsLiveThenEmpty() {
		UUID id = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key").id();
		assertThat(this.challenges.state(id))
			.hasValue(new ChallengeState(ChallengePurpose.SIGN_UP, EMAIL, 1, 5, 60, true, true, 0));
		this.jdbc.sql("UPDATE challenge SET expires_at = now()").update();
		assertThat(this.challenges.state(id)).isEmpty();
		assertThat(this.challenges.countAttempt(id)).isEmpty();
	}

	@Test
	void purgeWhenOverThenGoneWithItsSignUp() {
		UUID old = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key").id();
		this.jdbc.sql("""
				INSERT INTO pending_sign_up (challenge_id, email, name, password_hash)
				VALUES (?, 'ann@example.com', 'Ann', 'hash')
				""").param(old).update();
		this.jdbc.sql("UPDATE challenge SET expires_at = now() - interval '1 second'").update();
		UUID young = this.challenges.add(Demand.signUp(EMAIL, false), SOURCE, "key").id();
		assertThat(new VerificationConfiguration().challengePurge().removeBatch(this.jdbc)).isOne();
		assertThat(this.jdbc.sql("SELECT id FROM challenge").query(UUID.class).list()).containsExactly(young);
		assertThat(this.jdbc.sql("SELECT count(*) FROM pending_sign_up").query(Integer.class).single()).isZero();
	}

}

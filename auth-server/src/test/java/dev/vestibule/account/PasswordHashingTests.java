package dev.vestibule.account;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.vestibule.account.PasswordHashing.TooBusyException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PasswordHashingTests {

	private static final String PASSWORD = "a sentence that only I know";

	@Test
	void hashThenArgon2idAtTheCostThatOwaspNamesFirst() {
		PasswordHashing hashing = new PasswordHashing();
		String hash = hashing.hash(PASSWORD);
		assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
		assertThat(hashing.hash(PASSWORD)).isNotEqualTo(hash);
		assertThat(hashing.matches(PASSWORD, hash)).isTrue();
		assertThat(hashing.matches("another sentence", hash)).isFalse();
	}

	@Test
	void matchesWhenThereIsNoHashThenComparedAllTheSame() {
		Waiting encoder = new Waiting();
		PasswordHashing hashing = new PasswordHashing(encoder);
		encoder.free.countDown();
		assertThat(hashing.matches(PASSWORD, null)).isFalse();
		assertThat(hashing.matches("hash of all", null)).as("even the decoy's own password").isFalse();
		assertThat(encoder.compared).hasValue(2);
	}

	@Test
	void hashWhenTooManyWaitThenTurnedAwayUntilTheyAreDone() throws Exception {
		Waiting encoder = new Waiting();
		PasswordHashing hashing = new PasswordHashing(encoder);
		int parallel = Runtime.getRuntime().availableProcessors() * 2;
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			List<Future<Boolean>> answers = new ArrayList<>();
			AtomicInteger turnedAway = new AtomicInteger();
			for (int i = 0; i < parallel + 64 + 10; i++) {
				answers.add(threads.submit(() -> {
					try {
						return hashing.matches(PASSWORD, "a hash");
					}
					catch (TooBusyException ex) {
						turnedAway.incrementAndGet();
						return false;
					}
				}));
			}
			Awaitility.await().untilAtomic(turnedAway, (count) -> assertThat(count).isEqualTo(10));
			Awaitility.await().untilAtomic(encoder.compared, (count) -> assertThat(count).isEqualTo(parallel));
			assertThatExceptionOfType(TooBusyException.class).isThrownBy(() -> hashing.hash(PASSWORD));
			encoder.free.countDown();
			for (Future<Boolean> answer : answers) {
				answer.get();
			}
			assertThat(encoder.compared).hasValue(parallel + 64);
			assertThat(hashing.matches(PASSWORD, "a hash")).isTrue();
		}
		finally {
			encoder.free.countDown();
			threads.shutdown();
		}
	}

	/**
	 * Compares when it is let.
	 */
	private static final class Waiting implements PasswordEncoder {

		private final CountDownLatch free = new CountDownLatch(1);

		private final AtomicInteger compared = new AtomicInteger();

		@Override
		public String encode(CharSequence password) {
			return "hash of all";
		}

		@Override
		public boolean matches(CharSequence password, String hash) {
			this.compared.incrementAndGet();
			try {
				this.free.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return true;
		}

	}

}

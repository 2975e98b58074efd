package dev.vestibule.freshness;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import dev.vestibule.TestDatabase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * One node's memory, over a database in which anybody may write.
 */
class RememberedTests {

	private final DataSource dataSource = TestDatabase.dataSource();

	private final JdbcClient jdbc = JdbcClient.create(this.dataSource);

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(this.dataSource));

	private final AtomicLong time = new AtomicLong();

	private final AtomicInteger loads = new AtomicInteger();

	private final Versions versions = new Versions(this.jdbc, this.time::get);

	private final Remembered<List<String>> names = new Remembered<>(this.versions, "client", this::load);

	@BeforeEach
	void begin() {
		add("web");
		this.versions.read();
	}

	@Test
	void getWhenNothingChangesThenLoadedOnce() {
		this.names.get();
		this.versions.read();
		assertThat(this.names.get()).containsExactly("web");
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void getWhenNeverReadThenLoadedEachTime() {
		Remembered<List<String>> blind = new Remembered<>(new Versions(this.jdbc, this.time::get), "client",
				this::load);
		blind.get();
		blind.get();
		assertThat(this.loads).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"INSERT INTO client (client_id, client_name, grant_types, token_endpoint_auth_method,"
					+ " managed_by) VALUES ('x', 'x', '{}', 'none', 'api')",
			"UPDATE client SET client_name = 'x'", "DELETE FROM client", "TRUNCATE client CASCADE",
			"INSERT INTO client_secret (client_id, key_id, hash) VALUES ('web', 'k', '')" })
	void getWhenAnybodyWritesThenLoadedAnewAfterTheNextReading(String sql) {
		this.names.get();
		this.jdbc.sql(sql).update();
		this.versions.read();
		this.names.get();
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void getWhenAnotherSubjectChangesThenNotLoadedAnew() {
		this.names.get();
		this.jdbc.sql("INSERT INTO resource_server (uri, name, managed_by) VALUES ('a:b', 'x', 'api')").update();
		this.versions.read();
		this.names.get();
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void getWhenWriterRollsBackThenNotLoadedAnew() {
		this.names.get();
		this.transaction.executeWithoutResult((status) -> {
			add("never");
			status.setRollbackOnly();
		});
		this.versions.read();
		this.names.get();
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void getWhenThisNodeWritesThenSeenAtOnceAndByNobodyBefore() {
		this.names.get();
		this.transaction.executeWithoutResult((status) -> {
			this.versions.changed();
			add("own");
			assertThat(this.names.get()).contains("own");
			status.setRollbackOnly();
		});
		assertThat(this.names.get()).containsExactly("web");
		this.transaction.executeWithoutResult((status) -> {
			add("own");
			this.versions.changed();
			this.versions.changed();
		});
		assertThat(this.names.get()).containsExactly("own", "web");
	}

	@Test
	void getWhenNotConfirmedForThreeSecondsThenLoadedEachTime() {
		this.names.get();
		this.time.addAndGet(Duration.ofSeconds(3).toNanos() - 1);
		this.names.get();
		assertThat(this.loads).hasValue(1);
		this.time.addAndGet(1);
		this.names.get();
		this.names.get();
		assertThat(this.loads).hasValue(3);
		this.versions.read();
		this.names.get();
		this.names.get();
		assertThat(this.loads).hasValue(3);
	}

	@Test
	void getWhenWriterCommitsWhileLoadingThenLoadedAnewAfterwards() {
		Remembered<List<String>> slow = new Remembered<>(this.versions, "client", () -> {
			List<String> before = load();
			if (this.loads.get() == 1) {
				add("meanwhile");
				this.versions.read();
			}
			return before;
		});
		assertThat(slow.get()).containsExactly("web");
		assertThat(slow.get()).containsExactly("meanwhile", "web");
	}

	@Test
	void getWhenWriterHasNotCommittedThenOthersWaitForNothing() throws SQLException {
		this.names.get();
		try (Connection other = this.dataSource.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("UPDATE client SET client_name = 'x'");
			this.versions.read();
			this.names.get();
			assertThat(this.loads).hasValue(1);
			other.commit();
		}
		this.versions.read();
		this.names.get();
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void getWhenChangeWasReadThenLoadedAlreadyAndNobodyWaits() {
		this.names.get();
		add("new");
		this.versions.read();
		assertThat(this.loads).hasValue(2);
		assertThat(this.names.get()).containsExactly("new", "web");
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void getWhenItsReloadTakesLongThenTheLastMeanwhile() {
		List<List<String>> meanwhile = new ArrayList<>();
		List<Remembered<List<String>>> self = new ArrayList<>();
		self.add(new Remembered<>(this.versions, "client", () -> {
			if (this.loads.get() > 0) {
				meanwhile.add(self.get(0).get());
			}
			return load();
		}));
		self.get(0).get();
		add("new");
		this.versions.read();
		assertThat(meanwhile).containsExactly(List.of("web"));
		assertThat(self.get(0).get()).containsExactly("new", "web");
	}

	@Test
	void readWhenNobodyHasAskedYetThenNothingIsLoaded() {
		add("new");
		this.versions.read();
		assertThat(this.loads).hasValue(0);
	}

	@Test
	void readWhenOneCannotBeLoadedThenItsReadersFailAndOthersDoNot() {
		boolean[] broken = new boolean[1];
		Remembered<String> other = new Remembered<>(this.versions, "client", () -> {
			if (broken[0]) {
				throw new IllegalStateException("broken");
			}
			return "fine";
		});
		this.names.get();
		other.get();
		add("new");
		broken[0] = true;
		this.versions.read();
		assertThat(this.names.get()).containsExactly("new", "web");
		assertThatIllegalStateException().isThrownBy(other::get);
		assertThat(other.getOrLast()).isEqualTo("fine");
	}

	@Test
	void getOrLastWhenDatabaseIsGoneThenTheLastWithoutAskingIt() {
		boolean[] gone = new boolean[1];
		Remembered<List<String>> keys = new Remembered<>(this.versions, "client", () -> {
			List<String> loaded = load();
			if (gone[0]) {
				throw new DataAccessResourceFailureException("gone");
			}
			return loaded;
		});
		gone[0] = true;
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(keys::getOrLast);
		gone[0] = false;
		assertThat(keys.getOrLast()).containsExactly("web");
		add("new");
		gone[0] = true;
		this.versions.read();
		int loads = this.loads.get();
		assertThat(keys.getOrLast()).containsExactly("web");
		this.time.addAndGet(Duration.ofHours(1).toNanos());
		assertThat(keys.getOrLast()).containsExactly("web");
		assertThat(this.loads).hasValue(loads);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(keys::get);
		gone[0] = false;
		this.versions.read();
		assertThat(keys.getOrLast()).containsExactly("new", "web");
	}

	@Test
	void ageThenSinceTheLastReadingBegan() {
		this.time.addAndGet(5);
		assertThat(this.versions.age()).isEqualTo(5);
		this.versions.read();
		assertThat(this.versions.age()).isZero();
		assertThat(new Versions(this.jdbc, this.time::get).age()).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void readingsThenSoOftenThatChangesAreNoticedWithinASecond() {
		Versions running = new Versions(this.jdbc, System::nanoTime);
		Remembered<List<String>> seen = new Remembered<>(running, "client", this::load);
		running.afterSingletonsInstantiated();
		try {
			Awaitility.await().until(() -> running.age() < Long.MAX_VALUE);
			seen.get();
			int changes = 8;
			long begin = System.nanoTime();
			for (int i = 0; i < changes; i++) {
				String name = "change-" + i;
				add(name);
				Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> seen.get().contains(name));
			}
			// Of them all, since a single one may meet a pause of this machine.
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(changes));
		}
		finally {
			running.destroy();
		}
	}

	@Test
	void findWhenIdsAreManyThenOnlyThoseAskedForLastAreRemembered() {
		RememberedById<String> clients = new RememberedById<>(this.versions, "client", 2, this::loadOne);
		List.of("a", "b", "a", "c", "a", "b").forEach((id) -> assertThat(clients.find(id)).hasValue(id));
		assertThat(this.loads).as("b gave way to c").hasValue(4);
	}

	@Test
	void findWhenIdUnknownThenNotRememberedAndInNobodysWay() {
		Set<String> known = new HashSet<>(Set.of("a"));
		RememberedById<String> clients = new RememberedById<>(this.versions, "client", 1,
				(id) -> known.contains(id) ? loadOne(id) : Optional.empty());
		clients.find("a");
		for (int i = 0; i < 100; i++) {
			assertThat(clients.find("made-up-" + i)).isEmpty();
		}
		assertThat(clients.find("a")).hasValue("a");
		assertThat(this.loads).hasValue(1);
		known.add("made-up-1");
		assertThat(clients.find("made-up-1")).hasValue("made-up-1");
	}

	private List<String> load() {
		this.loads.incrementAndGet();
		return this.jdbc.sql("SELECT client_id FROM client ORDER BY client_id").query(String.class).list();
	}

	private Optional<String> loadOne(String id) {
		this.loads.incrementAndGet();
		return Optional.of(id);
	}

	private void add(String clientId) {
		this.jdbc.sql("""
				INSERT INTO client (client_id, client_name, grant_types, token_endpoint_auth_method, managed_by)
				VALUES (:id, 'x', '{}', 'none', 'api')
				""").param("id", clientId).update();
	}

}

package dev.vestibule.account;

import dev.vestibule.TestDatabase;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AccountSchemaTests {

	private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

	@Test
	void insertWhenAddressNotVerifiedThenDatabaseRefuses() {
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.jdbc
				.sql("INSERT INTO account (email, verified_by, name) VALUES ('ann@example.com', 'code', 'Ann')")
				.update())
			.withMessageContaining("verified_at");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.jdbc
				.sql("INSERT INTO account (email, verified_at, name) VALUES ('ann@example.com', now(), 'Ann')")
				.update())
			.withMessageContaining("verified_by");
	}

	@Test
	void insertWhenAddressDiffersInCaseThenDatabaseRefuses() {
		assertThatExceptionOfType(DataIntegrityViolationException.class).isThrownBy(() -> this.jdbc.sql("""
				INSERT INTO account (email, verified_at, verified_by, name)
				VALUES ('Ann@example.com', now(), 'code', 'Ann')
				""").update());
	}

}

package dev.vestibule.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;

import jakarta.servlet.ServletException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseUnavailableFilterTests {

	static Stream<Throwable> outages() {
		return Stream.of(new CannotGetJdbcConnectionException("x"), new DataAccessResourceFailureException("x"),
				new CannotCreateTransactionException("x"), new SQLTransientConnectionException("x"),
				new ServletException(new IllegalStateException(new SQLTransientConnectionException("x"))),
				new TransactionSystemException("x", new SQLException("x", "08006")));
	}

	static Stream<Throwable> faults() {
		return Stream.of(new IllegalStateException("x"), new DuplicateKeyException("x", new SQLException("x", "23505")),
				new SQLException("x"), new SQLException("x", "42601"));
	}

	@ParameterizedTest
	@MethodSource("outages")
	void unavailableWhenConnectionMissingThenTrue(Throwable failure) {
		assertThat(DatabaseUnavailableFilter.unavailable(failure)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "08006", "57P01", "57P03", "53300", "53100", "57014", "25006" })
	void unavailableWhenServerCannotAnswerThenTrue(String state) {
		assertThat(DatabaseUnavailableFilter.unavailable(new RuntimeException(new SQLException("x", state)))).isTrue();
	}

	@ParameterizedTest
	@MethodSource("faults")
	void unavailableWhenOurOwnFaultThenFalse(Throwable failure) {
		assertThat(DatabaseUnavailableFilter.unavailable(failure)).isFalse();
	}

}

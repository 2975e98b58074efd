package dev.vestibule.web;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 with {@code Retry-After} when the database cannot be reached or cannot
 * answer. It stands before the session's filter, which needs the database itself.
 */
class DatabaseUnavailableFilter extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseUnavailableFilter.class);

	/**
	 * SQLSTATE classes: no connection, out of resources (a full disk too), stopped by the
	 * operator or a timeout; and 25006, a standby that does not write.
	 */
	private static final Set<String> UNAVAILABLE = Set.of("08", "53", "57");

	private static final String READ_ONLY = "25006";

	private final ErrorPages errors;

	private final SecurityHeaders headers;

	DatabaseUnavailableFilter(ErrorPages errors, SecurityHeaders headers) {
		this.errors = errors;
		this.headers = headers;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		PatientDataSource.beginRequest();
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (!unavailable(ex) || response.isCommitted()) {
				throw ex;
			}
			logger.warn("The database is not available: {}", rootMessage(ex));
			// Nothing of the answer that was begun may stay, a cookie or an address to go
			// on to least of all.
			response.reset();
			this.headers.write(request, response);
			response.setHeader(HttpHeaders.RETRY_AFTER, "5");
			this.errors.send(request, response, HttpStatus.SERVICE_UNAVAILABLE);
		}
		finally {
			PatientDataSource.endRequest();
		}
	}

	static boolean unavailable(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataAccessResourceFailureException || cause instanceof CannotCreateTransactionException
					|| cause instanceof QueryTimeoutException || (cause instanceof SQLException sql && unavailable(sql))
					|| (cause instanceof TransactionSystemException rollback && unavailable(rollback))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A transaction whose connection is lost cannot be rolled back either, and that is
	 * what is thrown then.
	 */
	private static boolean unavailable(TransactionSystemException failure) {
		Throwable reason = failure.getApplicationException();
		return reason != null && unavailable(reason);
	}

	private static boolean unavailable(SQLException failure) {
		String state = failure.getSQLState();
		return failure instanceof SQLTransientConnectionException || failure instanceof SQLRecoverableException
				|| failure instanceof SQLNonTransientConnectionException || READ_ONLY.equals(state)
				|| (state != null && state.length() == 5 && UNAVAILABLE.contains(state.substring(0, 2)));
	}

	private static @Nullable String rootMessage(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause.getMessage();
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}

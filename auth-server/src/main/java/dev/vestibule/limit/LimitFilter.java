package dev.vestibule.limit;

import java.io.IOException;
import java.util.Optional;

import dev.vestibule.web.ErrorPages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 429 to whoever does something too often, wherever that was noticed and unless a
 * page of its own says so.
 */
class LimitFilter extends OncePerRequestFilter {

	private final ErrorPages errors;

	LimitFilter(ErrorPages errors) {
		this.errors = errors;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			LimitExceededException exceeded = find(ex).orElse(null);
			if (exceeded == null || response.isCommitted()) {
				throw ex;
			}
			exceeded.mark(response);
			this.errors.send(request, response, HttpStatus.TOO_MANY_REQUESTS, exceeded.getCodes()[0],
					exceeded.getArguments());
		}
	}

	private static Optional<LimitExceededException> find(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof LimitExceededException exceeded) {
				return Optional.of(exceeded);
			}
		}
		return Optional.empty();
	}

}

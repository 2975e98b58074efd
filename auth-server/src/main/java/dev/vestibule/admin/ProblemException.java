package dev.vestibule.admin;

import java.util.List;

import dev.vestibule.client.InvalidField;

import org.springframework.http.HttpStatus;

/**
 * Ends a request with a problem.
 */
class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	ProblemException(HttpStatus status, String detail) {
		this(status, detail, List.of());
	}

	ProblemException(HttpStatus status, String detail, List<InvalidField> errors) {
		this(new Problem(status, detail, errors, null));
	}

	ProblemException(Problem problem) {
		super(problem.detail());
		this.problem = problem;
	}

	Problem problem() {
		return this.problem;
	}

}

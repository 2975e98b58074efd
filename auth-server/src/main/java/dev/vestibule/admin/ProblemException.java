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
		super(detail);
		this.problem = new Problem(status, detail, errors);
	}

	Problem problem() {
		return this.problem;
	}

}

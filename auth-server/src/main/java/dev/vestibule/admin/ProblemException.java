package dev.vestibule.admin;

import java.util.List;

import dev.vestibule.client.InvalidField;

import org.springframework.http.HttpStatus;

/**
 * Ends a request with a problem.
 */
public class ProblemException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Problem problem;

	public ProblemException(HttpStatus status, String detail) {
		this(status, detail, List.of());
	}

	public ProblemException(HttpStatus status, String detail, List<InvalidField> errors) {
		this(new Problem(status, detail, errors, null));
	}

	public ProblemException(Problem problem) {
		super(problem.detail());
		this.problem = problem;
	}

	public Problem problem() {
		return this.problem;
	}

}

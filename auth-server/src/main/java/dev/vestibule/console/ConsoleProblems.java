package dev.vestibule.console;

import java.io.IOException;

import dev.vestibule.admin.ProblemException;
import dev.vestibule.web.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers with a page of its own what no page of the console has a place for.
 */
@ControllerAdvice(basePackageClasses = ConsoleProblems.class)
class ConsoleProblems {

	private final ErrorPages errors;

	ConsoleProblems(ErrorPages errors) {
		this.errors = errors;
	}

	@ExceptionHandler
	void answer(ProblemException refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.errors.send(request, response, refusal.problem().status(),
				"refusal." + ConsoleWords.key(String.valueOf(refusal.problem().detail())));
	}

}

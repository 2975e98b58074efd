package dev.vestibule.admin;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with the problem that ended a request.
 */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems {

	@ExceptionHandler
	void answer(ProblemException exception, HttpServletResponse response) throws IOException {
		exception.problem().write(response);
	}

}

package dev.vestibule.admin;

import java.io.IOException;
import java.util.List;

import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.federation.InvalidProviderException;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with the problem that ended a request.
 */
@RestControllerAdvice(annotations = RestController.class)
class Problems {

	@ExceptionHandler
	void answer(ProblemException exception, HttpServletResponse response) throws IOException {
		exception.problem().write(response);
	}

	@ExceptionHandler
	void answer(InvalidClientMetadataException exception, HttpServletResponse response) throws IOException {
		new Problem(HttpStatus.BAD_REQUEST, "The client cannot be registered like this.", exception.fields(), null)
			.write(response);
	}

	@ExceptionHandler
	void answer(InvalidProviderException exception, HttpServletResponse response) throws IOException {
		List<InvalidField> fields = exception.flaws()
			.entrySet()
			.stream()
			.map((flaw) -> new InvalidField(flaw.getKey(), flaw.getValue()))
			.toList();
		new Problem(HttpStatus.BAD_REQUEST, "The provider cannot be registered like this.", fields, null)
			.write(response);
	}

}

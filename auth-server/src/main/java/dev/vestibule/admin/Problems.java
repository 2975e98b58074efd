package dev.vestibule.admin;

import java.io.IOException;
import java.util.List;

import dev.vestibule.account.AdministratorNeededException;
import dev.vestibule.account.ConfiguredException;
import dev.vestibule.account.InUseException;
import dev.vestibule.account.LastAdministratorException;
import dev.vestibule.account.UnknownNameException;
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

	@ExceptionHandler
	void answer(LastAdministratorException exception, HttpServletResponse response) throws IOException {
		Problem.of(HttpStatus.CONFLICT,
				"This is the last administrator: nobody would be left who may change anything here. Appoint another one first.")
			.write(response);
	}

	@ExceptionHandler
	void answer(AdministratorNeededException exception, HttpServletResponse response) throws IOException {
		Problem.of(HttpStatus.FORBIDDEN,
				"Only an administrator may do this: it gives roles or groups, or is about an account that has a role in the administration.")
			.write(response);
	}

	@ExceptionHandler
	void answer(UnknownNameException exception, HttpServletResponse response) throws IOException {
		new Problem(HttpStatus.BAD_REQUEST, "There is something in it that is not known.", List
			.of(new InvalidField(exception.field(), "has \"" + exception.name() + "\" in it, which there is not")),
				null)
			.write(response);
	}

	@ExceptionHandler
	void answer(ConfiguredException exception, HttpServletResponse response) throws IOException {
		Problem.of(HttpStatus.CONFLICT, exception.getMessage()).write(response);
	}

	@ExceptionHandler
	void answer(InUseException exception, HttpServletResponse response) throws IOException {
		Problem
			.of(HttpStatus.CONFLICT,
					"It is in use by %d accounts and %d groups; with even_if_in_use=true it is taken from them."
						.formatted(exception.accounts(), exception.groups()))
			.write(response);
	}

}

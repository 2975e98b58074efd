package dev.vestibule.signin;

import java.io.IOException;

import dev.vestibule.account.PasswordHashing.TooBusyException;
import dev.vestibule.web.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * The answer of every page that hashes a password when there are too many to hash.
 */
@ControllerAdvice
class TooBusyAdvice {

	private final ErrorPages errors;

	TooBusyAdvice(ErrorPages errors) {
		this.errors = errors;
	}

	@ExceptionHandler
	void tooBusy(TooBusyException ex, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, "5");
		this.errors.send(request, response, HttpStatus.SERVICE_UNAVAILABLE, "login.error.too-busy");
	}

}

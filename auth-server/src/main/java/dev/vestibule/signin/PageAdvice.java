package dev.vestibule.signin;

import java.io.IOException;

import dev.vestibule.account.PasswordHashing.TooBusyException;
import dev.vestibule.session.Destination;
import dev.vestibule.signin.Arrivals.IdentityTakenException;
import dev.vestibule.web.ErrorPages;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What all pages of this package have in common: the name of the client that is waiting,
 * and the answer when there is too much to do.
 */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {

	private final Destination destination;

	private final ErrorPages errors;

	PageAdvice(Destination destination, ErrorPages errors) {
		this.destination = destination;
		this.errors = errors;
	}

	@ModelAttribute("client")
	@Nullable String client(HttpServletRequest request) {
		return this.destination.client(request).orElse(null);
	}

	@ExceptionHandler
	void tooBusy(TooBusyException ex, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, "5");
		this.errors.send(request, response, HttpStatus.SERVICE_UNAVAILABLE, "login.error.too-busy");
	}

	@ExceptionHandler
	void identityTaken(IdentityTakenException ex, HttpServletResponse response) {
		SeeOther.to("/login?error=account-exists", response);
	}

}

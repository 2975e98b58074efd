package dev.vestibule.signin;

import dev.vestibule.session.Destination;
import dev.vestibule.signin.Arrivals.IdentityTakenException;
import dev.vestibule.web.AppLook;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What all pages of this package have in common: the name and the look of the client that
 * is waiting, and the way on for who came too late with an identity.
 */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {

	private final Destination destination;

	PageAdvice(Destination destination) {
		this.destination = destination;
	}

	@ModelAttribute("client")
	@Nullable String client(HttpServletRequest request) {
		return this.destination.client(request).orElse(null);
	}

	@ModelAttribute("app")
	@Nullable AppLook app(HttpServletRequest request) {
		return this.destination.look(request).orElse(null);
	}

	@ExceptionHandler
	void identityTaken(IdentityTakenException ex, HttpServletResponse response) {
		SeeOther.to("/login?error=account-exists", response);
	}

}

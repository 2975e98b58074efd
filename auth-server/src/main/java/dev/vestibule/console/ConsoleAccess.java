package dev.vestibule.console;

import java.io.IOException;

import dev.vestibule.account.Account;
import dev.vestibule.account.Account.Role;
import dev.vestibule.selfservice.SignedIn;
import dev.vestibule.web.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets nobody pass but administrators, as their accounts are now; the pages get the
 * address as the request's attribute {@code administrator}.
 */
@Component
class ConsoleAccess implements HandlerInterceptor {

	// They need the pages' configuration, of which this is a part.
	private final ObjectProvider<ErrorPages> errors;

	ConsoleAccess(ObjectProvider<ErrorPages> errors) {
		this.errors = errors;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		if (request.getAttribute(SignedIn.ACCOUNT) instanceof Account account && account.role() == Role.ADMINISTRATOR) {
			request.setAttribute("administrator", account.email().value());
			return true;
		}
		this.errors.getObject().send(request, response, HttpStatus.FORBIDDEN, "console.forbidden");
		return false;
	}

}

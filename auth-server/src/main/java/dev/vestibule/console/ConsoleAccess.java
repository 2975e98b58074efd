package dev.vestibule.console;

import java.io.IOException;
import java.time.Duration;

import dev.vestibule.account.Account;
import dev.vestibule.account.Account.Role;
import dev.vestibule.admin.Permissions.Need;
import dev.vestibule.selfservice.RecentSignIn;
import dev.vestibule.selfservice.SignedIn;
import dev.vestibule.web.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets nobody pass but those whose role permits what a page does, as their accounts are
 * now, and who have signed in lately if that is needed. It is asked before the page that
 * says what will end, so that nobody types for nothing. The pages get the address as the
 * request's attribute {@code administrator}, and {@code may}, which says what to offer.
 */
@Component
class ConsoleAccess implements HandlerInterceptor {

	private final PageRules rules;

	private final RecentSignIn recentSignIn;

	// They need the pages' configuration, of which this is a part.
	private final ObjectProvider<ErrorPages> errors;

	ConsoleAccess(PageRules rules, RecentSignIn recentSignIn, ObjectProvider<ErrorPages> errors) {
		this.rules = rules;
		this.recentSignIn = recentSignIn;
		this.errors = errors;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		Account account = (Account) request.getAttribute(SignedIn.ACCOUNT);
		Role role = account.role();
		Need need = need(request);
		if (role == null || !need.isRole(role)) {
			this.errors.getObject()
				.send(request, response, HttpStatus.FORBIDDEN,
						(role == null) ? "console.forbidden" : "console.forbidden." + need.role().label());
			return false;
		}
		request.setAttribute("administrator", account.email().value());
		request.setAttribute("may", new May(this.rules, role));
		Duration maxAge = need.maxAge();
		return maxAge == null || this.recentSignIn.demand(maxAge, request, response);
	}

	private Need need(HttpServletRequest request) {
		boolean sent = HttpMethod.POST.matches(request.getMethod());
		// What has been matched, whatever tricks its address has in it.
		String page = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
		return sent ? this.rules.toSend(page) : this.rules.toOpen(page);
	}

}

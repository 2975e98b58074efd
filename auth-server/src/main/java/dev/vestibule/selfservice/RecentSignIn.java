package dev.vestibule.selfservice;

import java.time.Duration;
import java.time.Instant;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.session.SavedRequests;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Asks a person whose sign-in is not recent to sign in once more before they change
 * something, and has them come back to the form. What they sent is not kept.
 */
@Component
public class RecentSignIn implements HandlerInterceptor {

	private final SavedRequests savedRequests;

	private final SelfServiceProperties properties;

	RecentSignIn(SavedRequests savedRequests, SelfServiceProperties properties) {
		this.savedRequests = savedRequests;
		this.properties = properties;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		return demand(this.properties.recentSignIn(), request, response);
	}

	/**
	 * Whether the person has signed in within a time; if not, they are asked to.
	 */
	public boolean demand(Duration maxAge, HttpServletRequest request, HttpServletResponse response) {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication != null && authentication.getPrincipal() instanceof AccountPrincipal person
				&& person.authenticatedAt().isAfter(Instant.now().minus(maxAge))) {
			return true;
		}
		if (HttpMethod.GET.matches(request.getMethod())) {
			this.savedRequests.saveRequest(request, response);
		}
		else {
			this.savedRequests.save(form(request.getRequestURI()), request, response);
		}
		SeeOther.to("/login?again", response);
		return false;
	}

	// The identities have their forms on the home itself.
	private static String form(String path) {
		return path.startsWith("/account/identities/") ? "/account" : path;
	}

}

package dev.vestibule.authorization;

import java.io.IOException;

import dev.vestibule.account.PendingPrincipal;
import dev.vestibule.authorization.GateRule.Verdict;
import dev.vestibule.session.Logins;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;

/**
 * The one dispatcher: whoever may not have what the authorization endpoint gives is sent
 * to the step that is missing, and from there back to the saved request. With
 * {@code prompt=none} the client is told instead, and nothing is shown (OpenID Connect
 * Core 1.0, section 3.1.2.6).
 */
@Component
class NextStep implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final String ERROR_URI = "https://openid.net/specs/openid-connect-core-1_0.html#AuthError";

	private final AuthorizationResponses responses;

	private final RequestCache savedRequests;

	private final Logins logins;

	private final ServerProperties server;

	NextStep(AuthorizationResponses responses, RequestCache savedRequests, Logins logins, ServerProperties server) {
		this.responses = responses;
		this.savedRequests = savedRequests;
		this.logins = logins;
		this.server = server;
	}

	/**
	 * For nobody.
	 */
	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		if (!answerSilently(request, response, "login_required")) {
			redirect(response, "/login");
		}
	}

	/**
	 * For a pending sign-up, for an account to which the issuing gate is shut, and for
	 * one that has to sign in again.
	 */
	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
			throws IOException {
		if (exception instanceof CsrfException) {
			response.sendError(HttpStatus.FORBIDDEN.value());
			return;
		}
		Authentication person = SecurityContextHolder.getContext().getAuthentication();
		boolean pending = person != null && person.getPrincipal() instanceof PendingPrincipal;
		if (answerSilently(request, response, pending ? "interaction_required" : "login_required")) {
			return;
		}
		boolean again = exception instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() == Verdict.SIGN_IN_AGAIN;
		if (!pending && !again) {
			this.logins.signOut(request, response);
		}
		this.savedRequests.saveRequest(request, response);
		if (pending) {
			redirect(response, "/verify");
		}
		else {
			redirect(response, again ? "/login" : "/login?error=session-ended");
		}
	}

	private boolean answerSilently(HttpServletRequest request, HttpServletResponse response, String error)
			throws IOException {
		OAuth2AuthorizationCodeRequestAuthenticationToken asked = AuthorizationPrompt.validatedRequest(request);
		if (asked == null || !AuthorizationPrompt.of(asked.getAdditionalParameters()).forbidsPages()) {
			return false;
		}
		this.responses.onAuthenticationFailure(request, response,
				new OAuth2AuthorizationCodeRequestAuthenticationException(
						new OAuth2Error(error, "The person has to interact, and prompt=none forbids it", ERROR_URI),
						asked));
		return true;
	}

	private void redirect(HttpServletResponse response, String path) {
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, this.server.url(path));
	}

}

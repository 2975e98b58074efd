package dev.vestibule.admin;

import java.io.IOException;
import java.time.Duration;

import dev.vestibule.account.Account.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Says what is wrong with a request's token (RFC 6750, section 3), and no more than that:
 * nothing of the token comes back.
 */
final class BearerErrors implements AuthenticationEntryPoint, AccessDeniedHandler {

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		if (!(exception instanceof OAuth2AuthenticationException refused)) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			Problem.of(HttpStatus.UNAUTHORIZED, "This needs an access token.").write(response);
			return;
		}
		HttpStatus status = (refused.getError() instanceof BearerTokenError error) ? error.getHttpStatus()
				: HttpStatus.UNAUTHORIZED;
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"" + refused.getError().getErrorCode() + "\"");
		Problem
			.of(status,
					(status == HttpStatus.UNAUTHORIZED) ? "The access token is not valid here."
							: "The access token is not sent as RFC 6750 asks.")
			.write(response);
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
			throws IOException {
		Permissions.Refusal refusal = (exception instanceof AuthorizationDeniedException denied
				&& denied.getAuthorizationResult() instanceof Permissions.Refusal found) ? found
						: new Permissions.Refusal(Role.ADMINISTRATOR, null);
		Duration maxAge = refusal.maxAge();
		if (maxAge != null) {
			// RFC 9470, section 3.
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_user_authentication\", "
					+ "error_description=\"A more recent sign-in is needed\", max_age=\"" + maxAge.toSeconds() + "\"");
			Problem
				.of(HttpStatus.UNAUTHORIZED,
						"This needs a sign-in that is no more than " + maxAge.toSeconds()
								+ " seconds old: sign in anew, with max_age in the authorization request.")
				.write(response);
			return;
		}
		Role role = refusal.needed();
		String scope = (role == Role.VIEWER) ? AdminApiSecurity.READ : AdminApiSecurity.ADMIN;
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				"Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
		Problem
			.of(HttpStatus.FORBIDDEN,
					"This needs the scope " + scope
							+ ", which the client has to be registered with; a person needs the role " + role.label()
							+ " besides.")
			.write(response);
	}

}

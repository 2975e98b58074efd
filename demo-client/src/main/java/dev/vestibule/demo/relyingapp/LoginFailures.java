package dev.vestibule.demo.relyingapp;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * Sends whoever could not be logged in to a page that says why in plain words. It is a
 * redirect, so that neither code nor state stays in the address bar.
 */
@Component
class LoginFailures implements AuthenticationFailureHandler {

	private static final Log logger = LogFactory.getLog(LoginFailures.class);

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		String reason = reason(exception);
		logger.info("Login failed (" + reason + "): " + oneLine(exception));
		response.sendRedirect(request.getContextPath() + "/login/failed?reason=" + reason);
	}

	private static String reason(AuthenticationException exception) {
		String code = (exception instanceof OAuth2AuthenticationException oauth2) ? oauth2.getError().getErrorCode()
				: "";
		return switch (code) {
			case "access_denied" -> "denied";
			case IssuerParameterFilter.ERROR_CODE -> "issuer";
			case "authorization_request_not_found" -> "expired";
			case "temporarily_unavailable", "server_error" -> "unavailable";
			default -> causedByOutage(exception) ? "unavailable" : "failed";
		};
	}

	/** The message may quote the request, which anybody can make up. */
	private static String oneLine(AuthenticationException exception) {
		return String.valueOf(exception.getMessage()).replaceAll("\\p{Cntrl}", " ");
	}

	private static boolean causedByOutage(Throwable exception) {
		for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException) {
				return true;
			}
		}
		return false;
	}

}

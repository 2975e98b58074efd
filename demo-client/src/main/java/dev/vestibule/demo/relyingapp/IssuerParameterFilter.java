package dev.vestibule.demo.relyingapp;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops a login whose answer does not say, exactly once, that it comes from our issuer
 * (RFC 9207, 2.4): else an attacker who runs another server could have us hand it this
 * one's code. Spring Security 7.1 does not look at {@code iss}.
 */
class IssuerParameterFilter extends OncePerRequestFilter {

	static final String ERROR_CODE = "issuer_mismatch";

	private final RequestMatcher answers = PathPatternRequestMatcher.withDefaults().matcher("/login/oauth2/code/*");

	private final String issuer;

	private final AuthenticationFailureHandler failures;

	IssuerParameterFilter(String issuer, AuthenticationFailureHandler failures) {
		this.issuer = issuer;
		this.failures = failures;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !this.answers.matches(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String[] named = request.getParameterValues("iss");
		if (named != null && named.length == 1 && this.issuer.equals(named[0])) {
			chain.doFilter(request, response);
		}
		else {
			this.failures.onAuthenticationFailure(request, response,
					new OAuth2AuthenticationException(new OAuth2Error(ERROR_CODE), "iss is not " + this.issuer));
		}
	}

}

package dev.vestibule.authorization;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * What an authorization request asks to be shown to the person (OpenID Connect Core 1.0,
 * section 3.1.2.1: {@code prompt} and {@code max_age}).
 */
final class AuthorizationPrompt {

	// A sign-in and the way back from it take a moment, and max_age may be zero.
	private static final Duration TOLERANCE = Duration.ofSeconds(30);

	private final Set<String> prompts;

	private final @Nullable String maxAge;

	private AuthorizationPrompt(Map<String, Object> parameters) {
		this.prompts = (parameters.get("prompt") instanceof String prompt)
				? Set.copyOf(Arrays.asList(prompt.split(" "))) : Set.of();
		this.maxAge = (parameters.get("max_age") instanceof String age) ? age : null;
	}

	static AuthorizationPrompt of(Map<String, Object> parameters) {
		return new AuthorizationPrompt(parameters);
	}

	/**
	 * The request that the framework's filter has validated, redirect URI included; null
	 * if this is none.
	 */
	static @Nullable OAuth2AuthorizationCodeRequestAuthenticationToken validatedRequest(HttpServletRequest request) {
		return (OAuth2AuthorizationCodeRequestAuthenticationToken) request
			.getAttribute(OAuth2AuthorizationCodeRequestAuthenticationToken.class.getName());
	}

	boolean forbidsPages() {
		return this.prompts.contains("none");
	}

	boolean demandsConsent() {
		return this.prompts.contains("consent");
	}

	/**
	 * Whether the person has to sign in although there is a session.
	 */
	boolean demandsSignIn(AccountPrincipal person) {
		Duration age = Duration.between(person.authenticatedAt(), Instant.now()).minus(TOLERANCE);
		boolean again = this.prompts.contains("login") || this.prompts.contains("select_account");
		return (again && !age.isNegative()) || (this.maxAge != null && age.toSeconds() > seconds(this.maxAge));
	}

	private static long seconds(String maxAge) {
		// What is no number of seconds is taken for the strictest one.
		return maxAge.matches("[0-9]{1,9}") ? Long.parseLong(maxAge) : 0;
	}

}

package dev.vestibule.federation;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher.MatchResult;

/**
 * The two addresses that each provider has here: where its login begins, and where it
 * sends people back to.
 */
final class ProviderPath {

	private static final RequestMatcher START = PathPatternRequestMatcher.withDefaults()
		.matcher("/oauth2/authorization/{provider}");

	private static final RequestMatcher CALLBACK = PathPatternRequestMatcher.withDefaults()
		.matcher("/login/oauth2/code/{provider}");

	private ProviderPath() {
	}

	/**
	 * The provider that the address names, which need not exist; null at other addresses.
	 */
	static @Nullable String providerOf(HttpServletRequest request) {
		for (RequestMatcher matcher : List.of(START, CALLBACK)) {
			MatchResult result = matcher.matcher(request);
			if (result.isMatch()) {
				return result.getVariables().get("provider");
			}
		}
		return null;
	}

	static boolean isStart(HttpServletRequest request) {
		return START.matches(request);
	}

}

package dev.vestibule.web;

import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where applications call and people do not: nothing here depends on a cookie, so that
 * pages of other origins may call too, and none is read, a session's least of all.
 */
public final class ClientEndpoints {

	private static final Set<String> PATHS = Set.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect",
			"/userinfo");

	private static final List<String> BELOW = List.of("/.well-known/", "/admin/api/");

	private ClientEndpoints() {
	}

	public static boolean include(HttpServletRequest request) {
		String uri = request.getRequestURI();
		return PATHS.contains(uri) || BELOW.stream().anyMatch(uri::startsWith);
	}

}

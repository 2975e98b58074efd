package dev.vestibule.session;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import dev.vestibule.keyring.RandomText;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.web.ClientEndpoints;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.session.SessionIdGenerator;
import org.springframework.session.web.http.HttpSessionIdResolver;
import org.springframework.stereotype.Component;

/**
 * The one place that knows a session's cookie: 256 random bits. All that comes after it,
 * {@code HttpSession.getId()} and the database included, sees their SHA-256, which opens
 * nothing.
 */
@Component
class SessionCookie implements SessionIdGenerator, HttpSessionIdResolver {

	private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

	/**
	 * A browser has one; a few more may have been planted beside it.
	 */
	private static final int MAX_CANDIDATES = 4;

	/**
	 * The value made last, from the session's creation until the same request's response
	 * carries it.
	 */
	private final ThreadLocal<@Nullable String> unsent = new ThreadLocal<>();

	private final BrowserCookie cookie;

	SessionCookie(ServerProperties server) {
		this.cookie = new BrowserCookie(server, "");
	}

	@Override
	public String generate() {
		String value = RandomText.of(32);
		this.unsent.set(value);
		return id(value);
	}

	@Override
	public List<String> resolveSessionIds(HttpServletRequest request) {
		if (ClientEndpoints.include(request)) {
			return List.of();
		}
		return this.cookie.read(request)
			.stream()
			.filter((value) -> VALUE.matcher(value).matches())
			.limit(MAX_CANDIDATES)
			.map(SessionCookie::id)
			.toList();
	}

	@Override
	public void setSessionId(HttpServletRequest request, HttpServletResponse response, String sessionId) {
		String value = this.unsent.get();
		if (value != null && id(value).equals(sessionId)) {
			this.unsent.remove();
			this.cookie.write(response, value, null);
		}
		// Otherwise the response carries it already, or the browser sent it beside
		// another.
	}

	@Override
	public void expireSession(HttpServletRequest request, HttpServletResponse response) {
		this.cookie.delete(response);
	}

	private static String id(String value) {
		return HexFormat.of().formatHex(Sha256.of(value));
	}

}

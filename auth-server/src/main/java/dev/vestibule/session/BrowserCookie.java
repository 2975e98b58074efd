package dev.vestibule.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * A cookie of ours: for this host alone, for no script, and not sent along by what other
 * sites send. Over https no other host can set it either (RFC 6265bis, section 4.1.3).
 */
public final class BrowserCookie {

	private final String name;

	private final boolean secure;

	/**
	 * @param purpose in lower case; empty for the session's
	 */
	public BrowserCookie(ServerProperties server, String purpose) {
		this.secure = server.secure();
		String suffix = purpose.isEmpty() ? "" : "-" + purpose;
		this.name = this.secure ? "__Host-vestibule" + suffix
				: "VESTIBULE_" + (purpose.isEmpty() ? "session" : purpose).toUpperCase(Locale.ROOT);
	}

	/**
	 * What the browser sent: one value, unless others were planted beside it.
	 */
	public List<String> read(HttpServletRequest request) {
		Cookie[] cookies = request.getCookies();
		return (cookies == null) ? List.of()
				: Arrays.stream(cookies)
					.filter((cookie) -> this.name.equals(cookie.getName()))
					.map(Cookie::getValue)
					.toList();
	}

	/**
	 * Has the browser keep a value.
	 * @param lifetime null for as long as the browser runs
	 */
	public void write(HttpServletResponse response, String value, @Nullable Duration lifetime) {
		ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(this.name, value)
			.path("/")
			.httpOnly(true)
			.secure(this.secure)
			.sameSite("Lax");
		response.addHeader(HttpHeaders.SET_COOKIE,
				((lifetime != null) ? cookie.maxAge(lifetime) : cookie).build().toString());
	}

	public void delete(HttpServletResponse response) {
		write(response, "", Duration.ZERO);
	}

}

package dev.vestibule.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/**
 * Decides on each request's language, once and for everything behind it:
 * {@code ui_locales} on this request, else the cookie that remembers an earlier one, else
 * {@code Accept-Language}, else English.
 */
class LanguageFilter extends OncePerRequestFilter {

	static final String COOKIE = "vestibule_language";

	private static final String PARAMETER = "ui_locales";

	private static final String AUTHORIZATION_ENDPOINT = "/oauth2/authorize";

	private final boolean secure;

	LanguageFilter(boolean secure) {
		this.secure = secure;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return ClientEndpoints.include(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Choice before = Choice.read(WebUtils.getCookie(request, COOKIE));
		Choice after = choose(request, before);
		if (!after.equals(before)) {
			response.addHeader(HttpHeaders.SET_COOKIE, cookie(after));
		}
		Locale locale = (after.language() != null) ? after.language() : Languages.accepted(request);
		Languages.decide(request, locale);
		chain.doFilter(new LocalizedRequest(request, locale), response);
	}

	private static Choice choose(HttpServletRequest request, Choice before) {
		Locale asked = Languages.first(request.getParameter(PARAMETER));
		if (asked == null) {
			return before;
		}
		if (!request.getRequestURI().equals(AUTHORIZATION_ENDPOINT)) {
			return new Choice(asked, before.client());
		}
		// The authorization request comes again after the login; a language that the
		// person has switched to meanwhile stays.
		return asked.equals(before.client()) ? before : new Choice(asked, asked);
	}

	private String cookie(Choice choice) {
		return ResponseCookie.from(COOKIE, choice.write())
			.path("/")
			.httpOnly(true)
			.secure(this.secure)
			.sameSite("Lax")
			.maxAge(Duration.ofDays(365))
			.build()
			.toString();
	}

	/**
	 * What the cookie holds.
	 *
	 * @param language the language in force
	 * @param client the one that a client last asked for
	 */
	private record Choice(@Nullable Locale language, @Nullable Locale client) {

		static Choice read(@Nullable Cookie cookie) {
			String[] parts = (cookie != null) ? cookie.getValue().split("\\.", 2) : new String[0];
			return new Choice((parts.length > 0) ? Languages.first(parts[0]) : null,
					(parts.length > 1) ? Languages.first(parts[1]) : null);
		}

		String write() {
			String value = String.valueOf(this.language);
			return (this.client != null) ? value + "." + this.client : value;
		}

	}

	private static final class LocalizedRequest extends HttpServletRequestWrapper {

		private final Locale locale;

		LocalizedRequest(HttpServletRequest request, Locale locale) {
			super(request);
			this.locale = locale;
		}

		@Override
		public Locale getLocale() {
			return this.locale;
		}

		@Override
		public Enumeration<Locale> getLocales() {
			return Collections.enumeration(List.of(this.locale));
		}

	}

}

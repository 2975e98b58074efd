package dev.vestibule.web;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every response the headers that keep browsers from doing more with it than it is
 * meant for. It stands before every other filter, so that no filter chain has to repeat
 * them and the answers of other filters have them as well.
 */
class SecurityHeaders extends OncePerRequestFilter {

	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; "
			+ "font-src 'self'; base-uri 'none'; frame-ancestors 'none'";

	/** What a page needs besides that asks the server how things stand. */
	private static final String MOVING = "; script-src 'self'; connect-src 'self'";

	/**
	 * The pages that wait for a mailed code, and the answers that show them again.
	 */
	private static final Set<String> MOVING_PAGES = Set.of("/verify", "/verify/resend", "/reset/code", "/reset/resend",
			"/account/email/code", "/account/email/resend");

	/**
	 * The pages between a client's redirect and the way back to it. Chromium applies
	 * {@code form-action} to the redirects that follow a form as well, and these end at
	 * the client, whose address may have any scheme: they go without. They also keep the
	 * tie to the window that opened them, which a client that signs in by a pop-up needs.
	 */
	private static final List<String> ON_THE_WAY_TO_A_CLIENT = List.of("/login", "/signup", "/verify", "/consent",
			"/device", "/reset", "/oauth2/", "/connect/");

	private final boolean secure;

	SecurityHeaders(boolean secure) {
		this.secure = secure;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		write(request, response);
		chain.doFilter(request, response);
	}

	void write(HttpServletRequest request, HttpServletResponse response) {
		// None, if the container could not read it.
		String uri = Objects.requireNonNullElse(request.getRequestURI(), "");
		boolean client = ON_THE_WAY_TO_A_CLIENT.stream().anyMatch(uri::startsWith);
		response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY
				+ (MOVING_PAGES.contains(uri) ? MOVING : "") + (client ? "" : "; form-action 'self'"));
		if (!client) {
			response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
		}
		response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("X-Frame-Options", "DENY");
		// With "no-referrer" browsers send "Origin: null" with our own forms, which is
		// what the check against foreign ones goes by.
		response.setHeader("Referrer-Policy", "same-origin");
		response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
		response.setHeader("Cache-Control", "no-store");
		if (this.secure) {
			response.setHeader("Strict-Transport-Security", "max-age=31536000");
		}
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

}

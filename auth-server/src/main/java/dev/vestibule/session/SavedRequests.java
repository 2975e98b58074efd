package dev.vestibule.session;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.stereotype.Component;

/**
 * Where a browser wanted to go when it was sent to sign in: nothing but a path and query
 * of this server, at most 8 KB. The browser keeps it itself, so that whoever merely comes
 * by leaves nothing in the database; only what is too long for a cookie is in the
 * session. An authorization request that came as a POST is kept as the equal GET (OpenID
 * Connect Core, section 3.1.2.1).
 */
@Component
public class SavedRequests implements RequestCache {

	static final String ATTRIBUTE = "SAVED_REQUEST";

	private static final int MAX_LENGTH = 8 * 1024;

	/** Browsers take 4,096 bytes with the cookie's name and attributes. */
	private static final int MAX_LENGTH_IN_COOKIE = 2900;

	/** As long as a mailed link counts. */
	private static final Duration LIFETIME = Duration.ofHours(1);

	private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

	/**
	 * Files, the error page, and the ways in themselves are nowhere to return to.
	 */
	private static final Pattern NO_DESTINATION = Pattern.compile(
			"/(error|login|signup|verify|reset|recover|logout)(/.*)?|/(css|js|img|fonts|webjars)/.*|/favicon\\.ico");

	private final BrowserCookie cookie;

	SavedRequests(ServerProperties server) {
		this.cookie = new BrowserCookie(server, "destination");
	}

	@Override
	public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
		String destination = destination(request);
		if (destination != null && isDestination(destination)) {
			save(destination, request, response);
		}
	}

	/**
	 * Has the browser go to a page of ours once it has signed in.
	 */
	public void save(String page, HttpServletRequest request, HttpServletResponse response) {
		if (page.length() > MAX_LENGTH_IN_COOKIE) {
			removeRequest(request, response);
			request.removeAttribute(ATTRIBUTE);
			request.getSession().setAttribute(ATTRIBUTE, page);
		}
		else {
			forget(request);
			this.cookie.write(response,
					Base64.getUrlEncoder().withoutPadding().encodeToString(page.getBytes(StandardCharsets.US_ASCII)),
					LIFETIME);
			request.setAttribute(ATTRIBUTE, Optional.of(page));
		}
	}

	@Override
	public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
		return find(request).map(SimpleSavedRequest::new).orElse(null);
	}

	/**
	 * Nothing of a saved request is replayed: the browser asks again.
	 */
	@Override
	public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
		return null;
	}

	@Override
	public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
		if (find(request).isEmpty()) {
			return;
		}
		forget(request);
		this.cookie.delete(response);
		request.setAttribute(ATTRIBUTE, Optional.empty());
	}

	private static void forget(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session != null) {
			session.removeAttribute(ATTRIBUTE);
		}
	}

	/**
	 * The saved path and query, left where they are.
	 */
	public Optional<String> find(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof Optional<?> current) {
			return current.map(String.class::cast);
		}
		Optional<String> found = inSession(request);
		if (found.isEmpty()) {
			found = inCookie(request).findFirst();
			// The cookie stays what it is, and is asked for many times.
			request.setAttribute(ATTRIBUTE, found);
		}
		return found;
	}

	/**
	 * Takes the saved path and query, so that it is followed once.
	 */
	public Optional<String> take(HttpServletRequest request, HttpServletResponse response) {
		Optional<String> destination = find(request);
		removeRequest(request, response);
		return destination;
	}

	static Optional<String> inSession(HttpServletRequest request) {
		return Optional.ofNullable(request.getSession(false))
			.map((session) -> (String) session.getAttribute(ATTRIBUTE));
	}

	// A cookie's value is the browser's word, and judged as any request.
	private Stream<String> inCookie(HttpServletRequest request) {
		return this.cookie.read(request).stream().flatMap((value) -> {
			try {
				return Stream.of(new String(Base64.getUrlDecoder().decode(value), StandardCharsets.US_ASCII));
			}
			catch (IllegalArgumentException ex) {
				return Stream.empty();
			}
		}).filter(SavedRequests::isDestination);
	}

	private static boolean isDestination(String destination) {
		String path = destination.replaceFirst("\\?.*", "");
		// A path that begins with two slashes would lead to another host.
		return destination.length() <= MAX_LENGTH && PRINTABLE.matcher(destination).matches() && path.startsWith("/")
				&& !path.startsWith("//") && !path.contains("\\") && !NO_DESTINATION.matcher(path).matches();
	}

	private static @Nullable String destination(HttpServletRequest request) {
		String path = request.getRequestURI();
		return switch (request.getMethod()) {
			case "GET" -> isPage(request) ? withQuery(path, request.getQueryString()) : null;
			case "POST" ->
				isAuthorizationRequest(path, request) ? withQuery(path, query(request.getParameterMap())) : null;
			default -> null;
		};
	}

	private static boolean isPage(HttpServletRequest request) {
		String kind = request.getHeader("Sec-Fetch-Dest");
		return (kind == null || kind.equals("document")) && request.getHeader("X-Requested-With") == null;
	}

	/**
	 * An answer to the consent page goes to the same path, but asks for nothing new.
	 */
	private static boolean isAuthorizationRequest(String path, HttpServletRequest request) {
		return path.equals("/oauth2/authorize")
				&& (request.getParameter("response_type") != null || request.getParameter("request_uri") != null);
	}

	private static String query(Map<String, String[]> parameters) {
		return parameters.entrySet()
			.stream()
			.flatMap((parameter) -> Arrays.stream(parameter.getValue())
				.map((value) -> encode(parameter.getKey()) + "=" + encode(value)))
			.collect(Collectors.joining("&"));
	}

	private static String withQuery(String path, @Nullable String query) {
		return (query == null || query.isEmpty()) ? path : path + "?" + query;
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}

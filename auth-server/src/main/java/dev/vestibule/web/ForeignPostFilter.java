package dev.vestibule.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Refuses what another site sends to our pages. It stands before the session: a browser
 * keeps its cookie from such a request, so a session begun in the answer would overwrite
 * the person's own. An authorization request may well come from another site; it is
 * turned into the equal GET, to which the browser adds the cookie (OpenID Connect Core
 * 1.0, section 3.1.2.1), and so is the answer of a provider that posts it (OAuth 2.0 Form
 * Post Response Mode).
 */
class ForeignPostFilter extends OncePerRequestFilter {

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private static final String AUTHORIZATION = "/oauth2/authorize";

	private static final String CALLBACK = "/login/oauth2/code/";

	private final ServerProperties server;

	private final ErrorPages errors;

	ForeignPostFilter(ServerProperties server, ErrorPages errors) {
		this.server = server;
		this.errors = errors;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		if ("POST".equals(request.getMethod()) && request.getRequestURI().startsWith(CALLBACK)) {
			seeAsGet(request, response);
		}
		else if (SAFE.contains(request.getMethod()) || origin == null || origin.equals(this.server.issuer())
				|| ClientEndpoints.include(request)) {
			chain.doFilter(request, response);
		}
		else if (AUTHORIZATION.equals(request.getRequestURI()) && request.getParameter("response_type") != null) {
			seeAsGet(request, response);
		}
		else {
			this.errors.send(request, response, HttpStatus.FORBIDDEN);
		}
	}

	private void seeAsGet(HttpServletRequest request, HttpServletResponse response) {
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, asGet(request));
	}

	private String asGet(HttpServletRequest request) {
		UriComponentsBuilder uri = UriComponentsBuilder.fromUriString(this.server.url(request.getRequestURI()));
		request.getParameterMap().forEach((name, values) -> {
			for (String value : values) {
				uri.queryParam(encode(name), encode(value));
			}
		});
		return uri.build(true).toUriString();
	}

	private static String encode(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

}

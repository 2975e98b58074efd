package dev.vestibule.web;

import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Answers what every application and resource server asks for again and again, before
 * anything that such a request does not need: it asks for no session and no database.
 */
class PublicDocuments extends OncePerRequestFilter {

	private static final String METHODS = "GET, HEAD, OPTIONS";

	private static final String CACHING = "max-age=" + PublicDocument.CACHED.toSeconds() + ", public";

	private final SingletonSupplier<Map<String, PublicDocument>> documents;

	private final ErrorPages errors;

	/**
	 * Creates the filter.
	 * @param documents taken when the first request comes, since a filter is made before
	 * what documents are made of
	 */
	PublicDocuments(Supplier<Stream<PublicDocument>> documents, ErrorPages errors) {
		this.documents = SingletonSupplier
			.of(() -> documents.get().collect(Collectors.toUnmodifiableMap(PublicDocument::path, Function.identity())));
		this.errors = errors;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		PublicDocument document = this.documents.obtain().get(request.getRequestURI());
		if (document == null) {
			chain.doFilter(request, response);
			return;
		}
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((observed) -> observed.setPathPattern(document.path()));
		switch (request.getMethod()) {
			case "GET", "HEAD" -> send(document.content().get(), request, response);
			case "OPTIONS" -> sendOptions(response);
			default -> {
				response.setHeader(HttpHeaders.ALLOW, METHODS);
				this.errors.send(request, response, HttpStatus.METHOD_NOT_ALLOWED);
			}
		}
	}

	private static void send(PublicDocument.Content content, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setHeader(HttpHeaders.CACHE_CONTROL, CACHING);
		response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
		if (request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
				&& new ServletWebRequest(request, response).checkNotModified(content.etag())) {
			return;
		}
		response.setHeader(HttpHeaders.ETAG, content.etag());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setContentLength(content.json().length);
		response.getOutputStream().write(content.json());
	}

	private static void sendOptions(HttpServletResponse response) {
		response.setStatus(HttpStatus.NO_CONTENT.value());
		response.setHeader(HttpHeaders.ALLOW, METHODS);
		response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
		response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
		response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "3600");
	}

}

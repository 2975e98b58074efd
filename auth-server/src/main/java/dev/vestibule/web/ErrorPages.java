package dev.vestibule.web;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/**
 * Answers what went wrong: browsers with our own page, everything else with a problem
 * detail (RFC 9457). It needs neither a session nor the database, and tells nothing but
 * what it was given, and a reference that is also in the log.
 */
public class ErrorPages {

	private static final Logger logger = LoggerFactory.getLogger(ErrorPages.class);

	private static final String REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

	private static final int REFERENCE_LENGTH = 10;

	private final SecureRandom random = new SecureRandom();

	private final ITemplateEngine templates;

	private final MessageSource messages;

	private final ResourceUrlProvider resources;

	private final Look look;

	ErrorPages(ITemplateEngine templates, MessageSource messages, ResourceUrlProvider resources, Look look) {
		this.templates = templates;
		this.messages = messages;
		this.resources = resources;
		this.look = look;
	}

	/**
	 * Answers with the words that belong to the status.
	 */
	public void send(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status)
			throws IOException {
		send(request, response, status, null);
	}

	/**
	 * Answers with a detail.
	 * @param detail the key of a message, or a text; null for that of the status
	 * @param arguments what the message speaks of
	 */
	public void send(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status,
			@Nullable String detail, Object... arguments) throws IOException {
		String reference = reference();
		log(request, status, detail, reference);
		response.setStatus(status.value());
		String text = (detail != null) ? message(request, detail, detail, arguments)
				: message(request, "error.detail." + status.value(), null);
		if (wantsPage(request)) {
			sendPage(request, response, status, text, reference);
		}
		else {
			sendProblem(request, response, status, text, reference);
		}
	}

	private void sendPage(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status,
			@Nullable String detail, String reference) throws IOException {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("status", status.value());
		model.put("title", title(request, status));
		model.put("detail", detail);
		model.put("reference", reference);
		model.put("languages", LanguageLinks.of(request));
		model.put("look", this.look);
		var exchange = JakartaServletWebApplication.buildApplication(request.getServletContext())
			.buildExchange(request, new VersionedAssets(request, response));
		response.setContentType("text/html;charset=UTF-8");
		this.templates.process("error", new WebContext(exchange, Languages.of(request), model), response.getWriter());
	}

	private void sendProblem(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status,
			@Nullable String detail, String reference) throws IOException {
		Map<String, Object> problem = new LinkedHashMap<>();
		if (request.getRequestURI().startsWith("/oauth2/")) {
			// Those who call these read OAuth's member (RFC 6749, section 5.2).
			problem.put("error", status.is5xxServerError() ? "temporarily_unavailable" : "invalid_request");
		}
		problem.put("title", ProblemDetail.forStatus(status).getTitle());
		problem.put("status", status.value());
		if (detail != null) {
			problem.put("detail", detail);
		}
		problem.put("reference", reference);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(problem));
	}

	private String title(HttpServletRequest request, HttpStatusCode status) {
		String exact = message(request, "error.title." + status.value(), null);
		String series = status.is5xxServerError() ? "error.title.5xx" : "error.title.4xx";
		return (exact != null) ? exact : this.messages.getMessage(series, null, Languages.of(request));
	}

	private @Nullable String message(HttpServletRequest request, String key, @Nullable String otherwise,
			Object... arguments) {
		return this.messages.getMessage(key, arguments, otherwise, Languages.of(request));
	}

	private static boolean wantsPage(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		return accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
	}

	private static void log(HttpServletRequest request, HttpStatusCode status, @Nullable String detail,
			String reference) {
		Object uri = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		logger.atLevel(status.is5xxServerError() ? Level.ERROR : Level.INFO)
			.log("{}: {} {} answered {}{}", reference, request.getMethod(),
					(uri != null) ? uri : request.getRequestURI(), status.value(),
					(detail != null) ? " (" + detail + ")" : "");
	}

	private String reference() {
		StringBuilder reference = new StringBuilder(REFERENCE_LENGTH);
		this.random.ints(REFERENCE_LENGTH, 0, REFERENCE_ALPHABET.length())
			.forEach((index) -> reference.append(REFERENCE_ALPHABET.charAt(index)));
		return reference.insert(REFERENCE_LENGTH / 2, '-').toString();
	}

	/**
	 * Gives style sheet and images the names that carry their content's hash, outside of
	 * the servlet too.
	 */
	private final class VersionedAssets extends HttpServletResponseWrapper {

		private final HttpServletRequest request;

		VersionedAssets(HttpServletRequest request, HttpServletResponse response) {
			super(response);
			this.request = request;
		}

		@Override
		public String encodeURL(String url) {
			String versioned = ErrorPages.this.resources.getForRequestUrl(this.request, url);
			return (versioned != null) ? versioned : url;
		}

	}

}

package dev.vestibule.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what no form of ours sends: a field that comes twice, is longer than any may
 * be, or holds a line break or NUL. The answer names the field. The protocol's endpoints
 * and the administrators' have their own rules and answers, and are left alone.
 */
class ParameterGuard extends OncePerRequestFilter {

	private static final int MAX_NAME = 64;

	private static final int MAX_VALUE = 4096;

	private static final List<String> ELSEWHERE = List.of("/oauth2/", "/connect/", "/userinfo", "/.well-known/",
			"/login/oauth2/", "/admin/");

	private final ErrorPages errors;

	ParameterGuard(ErrorPages errors) {
		this.errors = errors;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return ELSEWHERE.stream().anyMatch(request.getRequestURI()::startsWith);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
			String flaw = flaw(parameter.getKey(), parameter.getValue());
			if (flaw != null) {
				this.errors.send(request, response, HttpStatus.BAD_REQUEST, flaw, printable(parameter.getKey()));
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private static @Nullable String flaw(String name, String[] values) {
		if (values.length > 1) {
			return "error.parameter.duplicate";
		}
		if (name.length() > MAX_NAME || values[0].length() > MAX_VALUE) {
			return "error.parameter.too-long";
		}
		if (breaksLine(name) || breaksLine(values[0])) {
			return "error.parameter.control";
		}
		return null;
	}

	private static boolean breaksLine(String value) {
		return value.chars().anyMatch((c) -> c == '\r' || c == '\n' || c == 0);
	}

	private static String printable(String name) {
		String cut = (name.length() > MAX_NAME) ? name.substring(0, MAX_NAME) + "…" : name;
		return cut.replaceAll("\\p{Cntrl}", "�");
	}

}

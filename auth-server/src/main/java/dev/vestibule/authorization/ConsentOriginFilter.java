package dev.vestibule.authorization;

import java.io.IOException;

import dev.vestibule.web.ServerProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a consent that another site sent. The framework exempts the endpoint from CSRF
 * tokens, because authorization requests do come from other sites; consent does not.
 */
class ConsentOriginFilter extends OncePerRequestFilter {

	private final ServerProperties server;

	ConsentOriginFilter(ServerProperties server) {
		this.server = server;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		boolean consent = "POST".equals(request.getMethod()) && request.getParameter("response_type") == null
				&& "/oauth2/authorize".equals(request.getServletPath());
		if (consent && origin != null && !origin.equals(this.server.issuer())) {
			response.sendError(HttpStatus.FORBIDDEN.value(), "The consent came from another site");
			return;
		}
		chain.doFilter(request, response);
	}

}

package dev.vestibule.benchmark.floor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Documents that are the same bytes for everybody.
 */
class Documents extends OncePerRequestFilter {

	private final Map<String, byte[]> documents;

	Documents(String keys) {
		// As long as a server's own metadata is.
		String metadata = "{\"issuer\":\"http://127.0.0.1\",\"padding\":\"" + "x".repeat(1500) + "\"}";
		this.documents = Map.of("/oauth2/jwks", keys.getBytes(StandardCharsets.UTF_8),
				"/.well-known/openid-configuration", metadata.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		byte[] document = this.documents.get(request.getRequestURI());
		if (document == null) {
			chain.doFilter(request, response);
			return;
		}
		response.setContentType("application/json");
		response.setContentLength(document.length);
		response.getOutputStream().write(document);
	}

}

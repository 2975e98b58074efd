package dev.vestibule.authorization;

import java.time.Duration;
import java.util.List;

import dev.vestibule.client.BrowserOrigins;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Which pages may call the client endpoints from a browser: those of the origins of
 * public clients' redirect URIs. Credentials never come along, since no endpoint here
 * reads a cookie.
 */
class ClientCors implements CorsConfigurationSource {

	private final BrowserOrigins origins;

	ClientCors(BrowserOrigins origins) {
		this.origins = origins;
	}

	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		if (origin == null) {
			return null;
		}
		CorsConfiguration cors = new CorsConfiguration();
		cors.setMaxAge(Duration.ofHours(1));
		if (this.origins.contains(origin)) {
			cors.setAllowedOrigins(List.of(origin));
			cors.setAllowedMethods(List.of("GET", "POST"));
			cors.setAllowedHeaders(List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.CONTENT_TYPE));
		}
		return cors;
	}

}

package dev.vestibule.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a client's request that breaks the rules for parameters before anything reads
 * it, and one that proves possession of a key: nothing here would bind a token to it (RFC
 * 9449).
 */
class ClientRequestGuard extends OncePerRequestFilter {

	private static final String PROOF = "DPoP";

	private final JsonMapper json = JsonMapper.shared();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<String> flaw = flaw(request);
		if (flaw.isEmpty()) {
			chain.doFilter(request, response);
			return;
		}
		response.setStatus(HttpStatus.BAD_REQUEST.value());
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8.name());
		this.json.writeValue(response.getOutputStream(), Map.of(OAuth2ParameterNames.ERROR,
				OAuth2ErrorCodes.INVALID_REQUEST, OAuth2ParameterNames.ERROR_DESCRIPTION, flaw.get()));
	}

	private static Optional<String> flaw(HttpServletRequest request) {
		boolean proof = request.getHeader(PROOF) != null
				|| request.getParameterMap().keySet().stream().anyMatch((name) -> name.startsWith("dpop_"));
		return proof ? Optional.of("Proofs of possession (DPoP) are not supported")
				: ProtocolParameters.flaw(request.getParameterMap(), Set.of());
	}

}

package dev.vestibule.benchmark.floor;

import java.io.IOException;
import java.util.Optional;

import com.nimbusds.jose.JOSEException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The token endpoint: one signature, and one statement where there is a refresh token.
 */
class Tokens extends OncePerRequestFilter {

	private final Signers signers;

	private final Families families;

	Tokens(Signers signers, Families families) {
		this.signers = signers;
		this.families = families;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!"/oauth2/token".equals(request.getRequestURI())) {
			chain.doFilter(request, response);
			return;
		}
		String grant = request.getParameter("grant_type");
		if ("client_credentials".equals(grant)) {
			answer(request, response, "");
			return;
		}
		Optional<String> refreshToken = "refresh_token".equals(grant)
				? this.families.rotate(request.getParameter("refresh_token")) : Optional.of(this.families.begin());
		if (refreshToken.isPresent()) {
			answer(request, response, ",\"refresh_token\":\"" + refreshToken.get() + "\"");
		}
		else {
			response.sendError(HttpServletResponse.SC_BAD_REQUEST);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, String refreshToken)
			throws IOException {
		response.setContentType("application/json");
		response.setHeader("Cache-Control", "no-store");
		response.getWriter()
			.write("{\"access_token\":\"" + sign(request.getRemoteUser())
					+ "\",\"token_type\":\"Bearer\",\"expires_in\":300" + refreshToken + "}");
	}

	private String sign(String client) throws IOException {
		try {
			return this.signers.sign(client);
		}
		catch (JOSEException ex) {
			throw new IOException(ex);
		}
	}

}

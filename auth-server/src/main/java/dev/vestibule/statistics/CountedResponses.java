package dev.vestibule.statistics;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts the token responses by grant, and what was answered by an error of ours or by
 * "too many". Nothing else is kept of a grant by a client for itself.
 */
class CountedResponses extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private final transient Tally tally;

	CountedResponses(Tally tally) {
		this.tally = tally;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		try {
			chain.doFilter(request, response);
		}
		catch (IOException | ServletException | RuntimeException ex) {
			this.tally.count("response", "500");
			throw ex;
		}
		count(request, response.getStatus());
	}

	private void count(HttpServletRequest request, int status) {
		if (status >= 500 || status == 429) {
			this.tally.count("response", Integer.toString(status));
		}
		else if (request.getServletPath().equals(TOKEN_ENDPOINT)) {
			// A grant that was good is one of those that there are.
			if (status == 200 && request.getMethod().equals("POST")) {
				this.tally.count("token.issued", grant(request.getParameter("grant_type")));
			}
			else if (status >= 400) {
				this.tally.count("token.refused", Integer.toString(status));
			}
		}
	}

	// Grants of extensions are URNs.
	private static String grant(String type) {
		return type.substring(type.lastIndexOf(':') + 1);
	}

}

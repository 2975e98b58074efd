package dev.vestibule.federation;

import java.io.IOException;
import java.time.Duration;

import dev.vestibule.outbound.Outbound;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 404 for a provider that does not exist, or where one that is switched off would
 * begin, and bounds the time that one that does may keep a person waiting, however many
 * calls a step takes.
 */
class ProviderFilter extends OncePerRequestFilter {

	/** Leaves one second of five to answer with our own page. */
	private static final Duration BUDGET = Duration.ofSeconds(4);

	private final Providers providers;

	private final Outbound outbound;

	ProviderFilter(Providers providers, Outbound outbound) {
		this.providers = providers;
		this.outbound = outbound;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String provider = ProviderPath.providerOf(request);
		if (provider == null) {
			chain.doFilter(request, response);
			return;
		}
		if (!this.providers.isKnown(provider) || (ProviderPath.isStart(request) && !this.providers.isOn(provider))) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
			return;
		}
		this.outbound.startBudget(BUDGET);
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.outbound.endBudget();
		}
	}

}

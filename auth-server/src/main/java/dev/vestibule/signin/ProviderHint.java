package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.federation.ProviderLink;
import dev.vestibule.federation.Providers;
import dev.vestibule.session.Destination;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

/**
 * The provider to which the waiting client wants a person to be led at once: the one that
 * {@code idp_hint} names, or to which the address of {@code login_hint} belongs. That is
 * done once for each request of the client, so that whoever comes back may choose.
 */
@Component
class ProviderHint {

	private static final String FOLLOWED = ProviderHint.class.getName() + ".followed";

	private final Destination destination;

	private final Providers providers;

	private final BrowserSession browser;

	ProviderHint(Destination destination, Providers providers, BrowserSession browser) {
		this.destination = destination;
		this.providers = providers;
		this.browser = browser;
	}

	/**
	 * Where to lead the person, if that has not been tried.
	 */
	Optional<String> follow(HttpServletRequest request) {
		Optional<ProviderLink> provider = this.destination.parameter("idp_hint", request)
			.flatMap(this::named)
			.or(() -> this.destination.parameter("login_hint", request)
				.flatMap(EmailAddress::parse)
				.flatMap(this.providers::of));
		if (provider.isEmpty() || this.browser.link(request).isPresent()) {
			return Optional.empty();
		}
		String asked = this.destination.parameter("state", request).orElse("");
		if (asked.equals(request.getSession().getAttribute(FOLLOWED))) {
			return Optional.empty();
		}
		request.getSession().setAttribute(FOLLOWED, asked);
		return provider.map((link) -> "/oauth2/authorization/" + link.id());
	}

	private Optional<ProviderLink> named(String id) {
		return this.providers.list().stream().filter((link) -> link.id().equals(id)).findFirst();
	}

}

package dev.vestibule.federation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.federation.ProvidersProperties.Client;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Component;

/**
 * The providers that are switched on. It is no {@code Iterable}, since listing the
 * registrations would call every provider.
 */
@Component
public class Providers {

	private final Map<String, Provider> providers = new LinkedHashMap<>();

	Providers(ProvidersProperties properties, ProviderHttp http, ServerProperties server) {
		Client google = properties.google().client();
		if (google != null) {
			add(new GoogleProvider(google, properties.google().issuerUri(), callback(server, GoogleProvider.ID), http));
		}
		Client facebook = properties.facebook().client();
		if (facebook != null) {
			add(new FacebookProvider(facebook, properties.facebook(), callback(server, FacebookProvider.ID), http));
		}
	}

	/**
	 * What the login page may offer.
	 */
	public List<ProviderLink> list() {
		return this.providers.values()
			.stream()
			.map((provider) -> new ProviderLink(provider.id(), provider.name()))
			.toList();
	}

	/**
	 * What people call a provider, which may have been switched off since.
	 */
	public String nameOf(String id) {
		return find(id).map(Provider::name).orElse(id);
	}

	Optional<Provider> find(String id) {
		return Optional.ofNullable(this.providers.get(id));
	}

	/**
	 * A provider that was found before.
	 */
	Provider get(String id) {
		return find(id).orElseThrow();
	}

	private void add(Provider provider) {
		this.providers.put(provider.id(), provider);
	}

	// Never from the request: its Host header is whatever the sender likes.
	private static String callback(ServerProperties server, String id) {
		return server.url("/login/oauth2/code/" + id);
	}

}

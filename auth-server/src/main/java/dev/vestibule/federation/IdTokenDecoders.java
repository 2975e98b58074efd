package dev.vestibule.federation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;

import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Decoders of ID tokens (OpenID Connect Core, section 3.1.3.7), which keep the provider's
 * keys between logins and claims as they came: {@code email_verified: "true"} is not
 * {@code true}.
 */
@Component
class IdTokenDecoders implements JwtDecoderFactory<ClientRegistration> {

	private static final long KEYS_LIFE = 15 * 60_000L;

	private static final long KEYS_OUTAGE = 24 * 60 * 60_000L;

	private static final long WAIT_FOR_KEYS = 2_000;

	private static final MappedJwtClaimSetConverter CLAIMS = MappedJwtClaimSetConverter.withDefaults(Map.of());

	private final Providers providers;

	IdTokenDecoders(Providers providers) {
		this.providers = providers;
	}

	@Override
	public JwtDecoder createDecoder(ClientRegistration registration) {
		return ((OpenIdProvider) this.providers.get(registration.getRegistrationId())).decoder();
	}

	/**
	 * A decoder for one provider.
	 * @param issuer who issued a token, or an exception if it was somebody else
	 */
	static JwtDecoder build(ClientRegistration registration, ProviderHttp http,
			Function<Map<String, Object>, String> issuer) {
		ClientRegistration.ProviderDetails provider = registration.getProviderDetails();
		NimbusJwtDecoder decoder = NimbusJwtDecoder
			.withJwkSource(keys(Objects.requireNonNull(provider.getJwkSetUri()), http))
			.jwsAlgorithms((algorithms) -> algorithms.addAll(algorithms(provider.getConfigurationMetadata())))
			.build();
		decoder.setClaimSetConverter((claims) -> {
			Map<String, Object> checked = new HashMap<>(claims);
			checked.put("iss", issuer.apply(claims));
			return CLAIMS.convert(checked);
		});
		// The issuer is checked above, by the rules of the preset.
		ClientRegistration anyIssuer = ClientRegistration.withClientRegistration(registration).issuerUri(null).build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				List.of(new JwtTimestampValidator(), new OidcIdTokenValidator(anyIssuer))));
		return decoder;
	}

	private static JWKSource<SecurityContext> keys(String uri, ProviderHttp http) {
		return JWKSourceBuilder.create(url(uri), (url) -> retrieve(url, http))
			.cache(KEYS_LIFE, WAIT_FOR_KEYS)
			.refreshAheadCache(false)
			// Tokens come from the provider itself, so that nobody else can make us
			// refetch.
			.rateLimited(false)
			.outageTolerant(KEYS_OUTAGE)
			.build();
	}

	private static Resource retrieve(URL url, ProviderHttp http) throws IOException {
		try {
			return new Resource(new String(http.get(url.toURI(), null), StandardCharsets.UTF_8), "application/json");
		}
		catch (ProviderException | URISyntaxException ex) {
			throw new IOException("no keys from " + url.getHost(), ex);
		}
	}

	private static URL url(String uri) {
		try {
			return URI.create(uri).toURL();
		}
		catch (MalformedURLException ex) {
			throw ProviderException.unavailable("the address of the keys is unusable", ex);
		}
	}

	/** The asymmetric ones among what the provider says it uses. */
	private static Set<SignatureAlgorithm> algorithms(Map<String, Object> metadata) {
		Object named = metadata.getOrDefault("id_token_signing_alg_values_supported", List.of());
		Set<SignatureAlgorithm> known = List.of(SignatureAlgorithm.values())
			.stream()
			.filter((algorithm) -> named instanceof List<?> names && names.contains(algorithm.getName()))
			.collect(Collectors.toSet());
		return known.isEmpty() ? Set.of(SignatureAlgorithm.RS256) : known;
	}

}

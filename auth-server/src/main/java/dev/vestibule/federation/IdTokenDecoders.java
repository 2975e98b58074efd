package dev.vestibule.federation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;

import org.springframework.core.convert.converter.Converter;
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

	private final Map<String, JwtDecoder> decoders = new ConcurrentHashMap<>();

	private final ProviderHttp http;

	IdTokenDecoders(ProviderHttp http) {
		this.http = http;
	}

	@Override
	public JwtDecoder createDecoder(ClientRegistration registration) {
		ClientRegistration.ProviderDetails provider = registration.getProviderDetails();
		return this.decoders.computeIfAbsent(registration.getRegistrationId() + " " + provider.getJwkSetUri(),
				(key) -> build(registration));
	}

	private JwtDecoder build(ClientRegistration registration) {
		ClientRegistration.ProviderDetails provider = registration.getProviderDetails();
		String issuer = Objects.requireNonNull(provider.getIssuerUri());
		String jwkSetUri = Objects.requireNonNull(provider.getJwkSetUri());
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys(jwkSetUri))
			.jwsAlgorithms((algorithms) -> algorithms.addAll(algorithms(provider.getConfigurationMetadata())))
			.build();
		decoder.setClaimSetConverter(claims(issuer));
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				List.of(new JwtTimestampValidator(), new OidcIdTokenValidator(registration))));
		return decoder;
	}

	private JWKSource<SecurityContext> keys(String uri) {
		return JWKSourceBuilder.create(url(uri), this::retrieve)
			.cache(KEYS_LIFE, WAIT_FOR_KEYS)
			.refreshAheadCache(false)
			// Tokens come from the provider itself, so that nobody else can make us
			// refetch.
			.rateLimited(false)
			.outageTolerant(KEYS_OUTAGE)
			.build();
	}

	private Resource retrieve(URL url) throws IOException {
		try {
			return new Resource(new String(this.http.get(url.toURI(), null), StandardCharsets.UTF_8),
					"application/json");
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

	private static Converter<Map<String, Object>, Map<String, Object>> claims(String issuer) {
		return MappedJwtClaimSetConverter.withDefaults(Map.of("iss", (claimed) -> issuer(issuer, claimed)));
	}

	/** Google's may still come without its scheme. */
	private static String issuer(String issuer, Object claimed) {
		if (issuer.equals(claimed) || issuer.substring(issuer.indexOf("//") + 2).equals(claimed)) {
			return issuer;
		}
		throw new IllegalArgumentException("the token is not from " + issuer);
	}

}

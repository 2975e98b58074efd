package dev.vestibule.federation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
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
	 * @param published the issuer as the metadata has it
	 */
	static JwtDecoder build(ClientRegistration registration, ProviderHttp http, OpenIdPreset preset, String published) {
		ClientRegistration.ProviderDetails provider = registration.getProviderDetails();
		ProviderKeys keys = new ProviderKeys(Objects.requireNonNull(provider.getJwkSetUri()), http);
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys.source())
			.jwsAlgorithms((algorithms) -> algorithms.addAll(algorithms(provider.getConfigurationMetadata())))
			.build();
		decoder.setClaimSetConverter((claims) -> {
			Map<String, Object> checked = new HashMap<>(claims);
			checked.put("iss", preset.issuer(published, claims));
			return CLAIMS.convert(checked);
		});
		// The issuer is checked above, by the rules of the preset.
		ClientRegistration anyIssuer = ClientRegistration.withClientRegistration(registration).issuerUri(null).build();
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
				List.of(new JwtTimestampValidator(), new OidcIdTokenValidator(anyIssuer), signedBy(keys, preset))));
		return decoder;
	}

	/** The signature is good; but not every key may sign for every issuer. */
	private static OAuth2TokenValidator<Jwt> signedBy(ProviderKeys keys, OpenIdPreset preset) {
		OAuth2TokenValidatorResult refusal = OAuth2TokenValidatorResult
			.failure(new OAuth2Error("invalid_token", "The key is not one of the token's issuer", null));
		return (token) -> {
			List<Map<?, ?>> candidates = keys.named(token.getHeaders().get("kid"));
			boolean may = candidates.stream().allMatch((key) -> preset.maySign(key, token.getClaims()));
			return (may && !candidates.isEmpty()) ? OAuth2TokenValidatorResult.success() : refusal;
		};
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

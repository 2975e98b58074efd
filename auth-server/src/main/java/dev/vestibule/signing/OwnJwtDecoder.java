package dev.vestibule.signing;

import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;

/**
 * Verifies what this server signed, by the keys that are published now. The header's own
 * keys ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) are not looked at, and
 * nothing is fetched.
 */
class OwnJwtDecoder implements JwtDecoder {

	private final PublishedKeys keys;

	private final OAuth2TokenValidator<Jwt> validator;

	private final MappedJwtClaimSetConverter claims = MappedJwtClaimSetConverter.withDefaults(Map.of());

	OwnJwtDecoder(PublishedKeys keys, OAuth2TokenValidator<Jwt> validator) {
		this.keys = keys;
		this.validator = validator;
	}

	@Override
	public Jwt decode(String token) {
		Jwt jwt = verify(token);
		OAuth2TokenValidatorResult result = this.validator.validate(jwt);
		if (result.hasErrors()) {
			throw new JwtValidationException("The token does not count", result.getErrors());
		}
		return jwt;
	}

	private Jwt verify(String token) {
		try {
			SignedJWT signed = SignedJWT.parse(token);
			if (!signed.verify(key(signed.getHeader()).verifier())) {
				throw new BadJwtException("The signature is not right");
			}
			Map<String, Object> claims = this.claims.convert(signed.getJWTClaimsSet().getClaims());
			return Jwt.withTokenValue(token)
				.headers((all) -> all.putAll(signed.getHeader().toJSONObject()))
				.claims((all) -> all.putAll(claims))
				.build();
		}
		catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException ex) {
			throw new BadJwtException("This is no token of this server", ex);
		}
	}

	// A key is for one algorithm, whatever the header says; no extension is understood.
	private SigningKey key(JWSHeader header) {
		if (header.getKeyID() == null || header.getCriticalParams() != null) {
			throw new BadJwtException("The header names no key, or an extension");
		}
		return this.keys.current()
			.find(header.getKeyID())
			.filter((key) -> key.isFor(header.getAlgorithm()))
			.orElseThrow(() -> new BadJwtException("There is no such key"));
	}

}

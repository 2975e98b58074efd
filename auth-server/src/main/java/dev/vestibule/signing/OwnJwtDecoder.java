package dev.vestibule.signing;

import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Reads what this server signed; what the claims say is validated each time.
 */
class OwnJwtDecoder implements JwtDecoder {

	private final Signatures signatures;

	private final OAuth2TokenValidator<Jwt> validator;

	OwnJwtDecoder(Signatures signatures, OAuth2TokenValidator<Jwt> validator) {
		this.signatures = signatures;
		this.validator = validator;
	}

	@Override
	public Jwt decode(String token) {
		Jwt jwt = this.signatures.verify(token);
		OAuth2TokenValidatorResult result = this.validator.validate(jwt);
		if (result.hasErrors()) {
			throw new JwtValidationException("The token does not count", result.getErrors());
		}
		return jwt;
	}

}

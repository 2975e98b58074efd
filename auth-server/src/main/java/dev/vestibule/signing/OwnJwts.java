package dev.vestibule.signing;

import java.util.Optional;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Reads JWTs that come back to the server that signed them; whatever else comes is none.
 */
public class OwnJwts {

	private final JwtDecoder decoder;

	private final JwtDecoder timelessDecoder;

	OwnJwts(JwtDecoder decoder, JwtDecoder timelessDecoder) {
		this.decoder = decoder;
		this.timelessDecoder = timelessDecoder;
	}

	/**
	 * The JWT, if its signature, its issuer and its times are good.
	 */
	public Optional<Jwt> verify(String value) {
		return decode(this.decoder, value);
	}

	/**
	 * The JWT, if its signature and its issuer are good, however old it is.
	 */
	public Optional<Jwt> verifyIgnoringExpiry(String value) {
		return decode(this.timelessDecoder, value);
	}

	private static Optional<Jwt> decode(JwtDecoder decoder, String value) {
		try {
			return Optional.of(decoder.decode(value));
		}
		catch (JwtException ex) {
			return Optional.empty();
		}
	}

}

package dev.vestibule.signing;

import java.net.URL;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JoseHeaderNames;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtEncodingException;
import org.springframework.stereotype.Component;

/**
 * Signs with the active key of the algorithm that the header asks for, ES256 if it asks
 * for none, and names that key in the header.
 */
@Component
class TokenSigner implements JwtEncoder {

	private final PublishedKeys keys;

	TokenSigner(PublishedKeys keys) {
		this.keys = keys;
	}

	@Override
	public Jwt encode(JwtEncoderParameters parameters) {
		JwsHeader requested = (parameters.getJwsHeader() != null) ? parameters.getJwsHeader()
				: JwsHeader.with(SignatureAlgorithm.ES256).build();
		SigningKey key = keyFor(requested.getAlgorithm());
		JwsHeader header = JwsHeader.from(requested).keyId(key.kid()).build();
		Map<String, Object> claims = parameters.getClaims().getClaims();
		return new Jwt(sign(key, header, claims), parameters.getClaims().getIssuedAt(),
				parameters.getClaims().getExpiresAt(), header.getHeaders(), claims);
	}

	private SigningKey keyFor(JwsAlgorithm algorithm) {
		return this.keys.current()
			.active(JWSAlgorithm.parse(algorithm.getName()))
			.orElseThrow(() -> new JwtEncodingException("There is no signing key for " + algorithm.getName()));
	}

	private static String sign(SigningKey key, JwsHeader header, Map<String, Object> claims) {
		try {
			SignedJWT jwt = new SignedJWT(nimbusHeader(header), nimbusClaims(claims));
			jwt.sign(key.signer());
			return jwt.serialize();
		}
		catch (JOSEException | ParseException ex) {
			throw new JwtEncodingException("The token cannot be signed", ex);
		}
	}

	private static JWSHeader nimbusHeader(JwsHeader header) throws ParseException {
		Map<String, Object> parameters = new HashMap<>(header.getHeaders());
		parameters.put(JoseHeaderNames.ALG, header.getAlgorithm().getName());
		return JWSHeader.parse(parameters);
	}

	private static JWTClaimsSet nimbusClaims(Map<String, Object> claims) {
		JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
		claims.forEach((name, value) -> builder.claim(name, plain(value)));
		return builder.build();
	}

	private static Object plain(Object value) {
		if (value instanceof Instant instant) {
			return Date.from(instant);
		}
		return (value instanceof URL url) ? url.toExternalForm() : value;
	}

}

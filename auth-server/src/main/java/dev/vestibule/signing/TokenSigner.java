package dev.vestibule.signing;

import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JoseHeaderNames;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
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

	private static final JsonMapper JSON = JsonMapper.shared();

	private final PublishedKeys keys;

	/**
	 * There are as many as kinds of token times keys since the start.
	 */
	private final Map<Map<String, Object>, JWSHeader> headers = new ConcurrentHashMap<>();

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

	private String sign(SigningKey key, JwsHeader header, Map<String, Object> claims) {
		JWSObject token = new JWSObject(this.headers.computeIfAbsent(header.getHeaders(), TokenSigner::encoded),
				new Payload(JSON.writeValueAsBytes(json(claims))));
		try {
			token.sign(Objects.requireNonNull(key.signer(), "an active key signs"));
		}
		catch (JOSEException ex) {
			throw new JwtEncodingException("The token cannot be signed", ex);
		}
		return token.serialize();
	}

	/**
	 * The header, parsed from its encoded form, which it then keeps.
	 */
	private static JWSHeader encoded(Map<String, Object> parameters) {
		Map<String, Object> header = new HashMap<>(parameters);
		header.computeIfPresent(JoseHeaderNames.ALG, (name, alg) -> ((JwsAlgorithm) alg).getName());
		try {
			return JWSHeader.parse(JWSHeader.parse(header).toBase64URL());
		}
		catch (ParseException ex) {
			throw new JwtEncodingException("The token has a header that cannot be written", ex);
		}
	}

	private static Map<String, Object> json(Map<String, Object> claims) {
		Map<String, Object> json = new LinkedHashMap<>(claims);
		json.replaceAll((name, value) -> (value instanceof Instant instant) ? instant.getEpochSecond() : value);
		// One audience may be told without a list (RFC 7519, section 4.1.3), which more
		// readers understand.
		json.computeIfPresent(JwtClaimNames.AUD,
				(name, value) -> (value instanceof Collection<?> audience && audience.size() == 1)
						? audience.iterator().next() : value);
		return json;
	}

}

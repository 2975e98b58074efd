package dev.vestibule.authorization;

import java.sql.Timestamp;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.client.FetchedKeys;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.signing.Verifiers;
import dev.vestibule.web.ServerProperties;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Reads the JWT by which a client authenticates (RFC 7523, section 3): signed with a key
 * of its own, for this server, for minutes, and once.
 */
@Component
class ClientAssertions implements JwtDecoderFactory<RegisteredClient> {

	private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

	/** How far the client's clock may be from ours. */
	static final Duration SKEW = Duration.ofSeconds(10);

	private static final int MAX_ID = 256;

	// The one statement that decides which of several equal ones is the first.
	private static final String SPEND = """
			INSERT INTO client_assertion (client_id, jti, expires_at) VALUES (:clientId, :jti, :expiresAt)
			ON CONFLICT DO NOTHING
			""";

	private static final Set<JOSEObjectType> TYPES = Set.of(JOSEObjectType.JWT,
			new JOSEObjectType("client-authentication+jwt"));

	private final JdbcClient jdbc;

	private final FetchedKeys fetchedKeys;

	private final List<String> audiences;

	private final MappedJwtClaimSetConverter claims = MappedJwtClaimSetConverter.withDefaults(Map.of());

	private final JwtTimestampValidator times = new JwtTimestampValidator(SKEW);

	ClientAssertions(JdbcClient jdbc, FetchedKeys fetchedKeys, ServerProperties server) {
		this.jdbc = jdbc;
		this.fetchedKeys = fetchedKeys;
		this.audiences = List.of(server.issuer(), server.url("/oauth2/token"));
	}

	@Override
	public JwtDecoder createDecoder(RegisteredClient client) {
		return (token) -> {
			Jwt jwt = verify(token, client);
			if (this.times.validate(jwt).hasErrors() || !isAsItHasToBe(jwt, client.getClientId())) {
				throw new BadJwtException("The assertion is not as it has to be");
			}
			return spend(jwt, client.getClientId());
		};
	}

	private Jwt verify(String token, RegisteredClient client) {
		try {
			SignedJWT signed = SignedJWT.parse(token);
			JWSHeader header = signed.getHeader();
			// No extension is understood.
			if (isOfKnownForm(header) && header.getCriticalParams() == null) {
				for (JWK key : keys(client, new JWKSelector(JWKMatcher.forJWSHeader(header)))) {
					if (signed.verify(Verifiers.of(key))) {
						return read(token, signed);
					}
				}
			}
		}
		catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException ex) {
			throw new BadJwtException("The assertion cannot be read", ex);
		}
		throw new BadJwtException("The assertion is signed with none of the client's keys");
	}

	private static boolean isOfKnownForm(JWSHeader header) {
		return RegisteredClients.ASSERTION_ALGORITHMS.contains(header.getAlgorithm())
				&& (header.getType() == null || TYPES.contains(header.getType()));
	}

	private List<JWK> keys(RegisteredClient client, JWKSelector wanted) {
		String address = client.getClientSettings().getJwkSetUrl();
		if (address != null) {
			return this.fetchedKeys.select(address, wanted);
		}
		JWKSet registered = client.getClientSettings().getSetting(RegisteredClients.JWKS);
		return (registered != null) ? wanted.select(registered) : List.of();
	}

	private Jwt read(String token, SignedJWT signed) throws ParseException {
		Map<String, Object> claims = this.claims.convert(signed.getJWTClaimsSet().getClaims());
		return Jwt.withTokenValue(token)
			.headers((headers) -> headers.putAll(signed.getHeader().toJSONObject()))
			.claims((all) -> all.putAll(claims))
			.build();
	}

	private boolean isAsItHasToBe(Jwt jwt, String clientId) {
		Instant expiresAt = jwt.getExpiresAt();
		String id = jwt.getId();
		return clientId.equals(jwt.getClaimAsString("iss")) && clientId.equals(jwt.getSubject())
				&& jwt.getAudience() != null && jwt.getAudience().stream().anyMatch(this.audiences::contains)
				&& expiresAt != null && expiresAt.isBefore(Instant.now().plus(LONGEST_LIFE).plus(SKEW)) && id != null
				&& !id.isBlank() && id.length() <= MAX_ID && id.indexOf('\0') < 0;
	}

	private Jwt spend(Jwt jwt, String clientId) {
		int spent = this.jdbc.sql(SPEND)
			.param("clientId", clientId)
			.param("jti", jwt.getId())
			.param("expiresAt", Timestamp.from(Objects.requireNonNull(jwt.getExpiresAt())))
			.update();
		if (spent == 0) {
			throw new BadJwtException("The assertion was used before");
		}
		return jwt;
	}

}

package dev.vestibule.authorization;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.web.ServerProperties;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Reads the JWT by which a client authenticates (RFC 7523, section 3): signed with a key
 * that it is registered with, for this server, for minutes, and once.
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

	private static final JOSEObjectType TYPE = new JOSEObjectType("client-authentication+jwt");

	private final JdbcClient jdbc;

	private final List<String> audiences;

	ClientAssertions(JdbcClient jdbc, ServerProperties server) {
		this.jdbc = jdbc;
		this.audiences = List.of(server.issuer(), server.url("/oauth2/token"));
	}

	@Override
	public JwtDecoder createDecoder(RegisteredClient client) {
		JWKSet keys = client.getClientSettings().getSetting(RegisteredClients.JWKS);
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, TYPE, null));
		processor.setJWSKeySelector(new JWSVerificationKeySelector<>(RegisteredClients.ASSERTION_ALGORITHMS,
				new ImmutableJWKSet<>(Objects.requireNonNullElseGet(keys, JWKSet::new))));
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
		decoder.setJwtValidator((jwt) -> {
			OAuth2TokenValidatorResult result = times.validate(jwt);
			return result.hasErrors() ? result : form(client.getClientId()).validate(jwt);
		});
		return (token) -> spend(decoder.decode(token), client.getClientId());
	}

	private OAuth2TokenValidator<Jwt> form(String clientId) {
		return (jwt) -> {
			Instant expiresAt = jwt.getExpiresAt();
			String id = jwt.getId();
			boolean good = clientId.equals(jwt.getClaimAsString("iss")) && clientId.equals(jwt.getSubject())
					&& jwt.getAudience() != null && jwt.getAudience().stream().anyMatch(this.audiences::contains)
					&& expiresAt != null && expiresAt.isBefore(Instant.now().plus(LONGEST_LIFE).plus(SKEW))
					&& id != null && !id.isBlank() && id.length() <= MAX_ID && id.indexOf('\0') < 0;
			return good ? OAuth2TokenValidatorResult.success() : OAuth2TokenValidatorResult.failure(
					new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "The assertion is not as it has to be", null));
		};
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

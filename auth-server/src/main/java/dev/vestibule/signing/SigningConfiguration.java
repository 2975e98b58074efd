package dev.vestibule.signing;

import java.time.Duration;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import dev.vestibule.purge.Purge;
import dev.vestibule.web.PublicDocument;
import dev.vestibule.web.ServerProperties;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;

/**
 * Verification of this server's own tokens, the way to the published keys, and when keys
 * change.
 */
@Configuration(proxyBeanMethods = false)
class SigningConfiguration {

	// How far the clocks of two nodes may be apart.
	private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

	/**
	 * Verifies what this server signed: signature, issuer and times. What kind of token
	 * it is, and for whom, is for the caller to check.
	 */
	@Bean
	JwtDecoder jwtDecoder(Signatures signatures, ServerProperties server) {
		JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
		times.setAllowEmptyExpiryClaim(false);
		return new OwnJwtDecoder(signatures,
				new DelegatingOAuth2TokenValidator<>(times, new JwtIssuerValidator(server.issuer())));
	}

	@Bean
	OwnJwts ownJwts(Signatures signatures, JwtDecoder jwtDecoder, ServerProperties server) {
		return new OwnJwts(jwtDecoder, new OwnJwtDecoder(signatures, new JwtIssuerValidator(server.issuer())));
	}

	/**
	 * The rotation: each minute, on one node.
	 */
	@Bean
	Task<Void> signingKeysTask(Rotation rotation) {
		return Tasks.recurring("signing-keys", FixedDelay.ofMinutes(1)).execute((instance, context) -> rotation.run());
	}

	/**
	 * A key that is published no longer is gone.
	 */
	@Bean
	Purge signingKeyPurge() {
		return new Purge("signing_key", "expires_at", "now()");
	}

	/**
	 * The public keys, as the authorization server's configurer asks for them.
	 */
	@Bean
	JWKSource<SecurityContext> jwkSource(PublishedKeys keys) {
		return (selector, context) -> selector.select(keys.last().publicKeys());
	}

	/**
	 * The public keys (RFC 7517, section 5), also while the database is gone.
	 */
	@Bean
	PublicDocument keySet(PublishedKeys keys) {
		return new PublicDocument("/oauth2/jwks", () -> keys.last().document());
	}

}

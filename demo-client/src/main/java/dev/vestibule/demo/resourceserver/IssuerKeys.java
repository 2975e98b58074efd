package dev.vestibule.demo.resourceserver;

import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys, kept for five minutes. A key id that is not among them
 * fetches them anew, as a rotation demands, but at most twice in ten seconds: else
 * whoever makes up key ids would have us flood the issuer.
 */
class IssuerKeys implements JWKSource<SecurityContext> {

	private static final JWKSelector ANY = new JWKSelector(new JWKMatcher.Builder().build());

	private final JWKSource<SecurityContext> keys;

	IssuerKeys(String jwkSetUri) {
		try {
			this.keys = JWKSourceBuilder
				.create(URI.create(jwkSetUri).toURL(), new DefaultResourceRetriever(2_000, 3_000, 1_000_000))
				.rateLimited(10_000)
				.outageTolerant(3_600_000)
				.build();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(jwkSetUri + " is not a URL", ex);
		}
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		try {
			return this.keys.get(selector, context);
		}
		catch (RateLimitReachedException ex) {
			// With keys at hand the token's key is simply unknown; without any, this
			// fails again, as an outage.
			this.keys.get(ANY, context);
			return List.of();
		}
	}

}

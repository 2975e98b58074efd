package dev.vestibule.federation;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.ProvidersProperties.Client;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Google, by OpenID Connect. All that is believed about a person comes from the one ID
 * token; the address is trusted where Google says that it is authoritative.
 */
class GoogleProvider implements Provider {

	static final String ID = "google";

	private static final Duration METADATA_LIFE = Duration.ofHours(12);

	private static final Duration RETRY = Duration.ofMinutes(5);

	private final Client client;

	private final String issuer;

	private final String callback;

	private final ProviderHttp http;

	private volatile @Nullable Discovered discovered;

	GoogleProvider(Client client, String issuer, String callback, ProviderHttp http) {
		this.client = client;
		this.issuer = issuer;
		this.callback = callback;
		this.http = http;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public String name() {
		return "Google";
	}

	/**
	 * Discovers at first use and then twice a day; what was discovered once stays good
	 * while Google is down.
	 */
	@Override
	public ClientRegistration registration() {
		Discovered known = this.discovered;
		if (known != null && Instant.now().isBefore(known.goodUntil())) {
			return known.registration();
		}
		try {
			ClientRegistration registration = discover();
			this.discovered = new Discovered(registration, Instant.now().plus(METADATA_LIFE));
			return registration;
		}
		catch (ProviderException ex) {
			if (known == null) {
				throw ex;
			}
			this.discovered = new Discovered(known.registration(), Instant.now().plus(RETRY));
			return known.registration();
		}
	}

	private ClientRegistration discover() {
		Map<String, Object> metadata = this.http
			.getObject(URI.create(this.issuer + "/.well-known/openid-configuration"), null);
		try {
			ClientRegistration registration = ClientRegistrations.fromOidcConfiguration(metadata)
				.registrationId(ID)
				.clientId(this.client.id())
				.clientSecret(this.client.secret())
				.clientName(name())
				.redirectUri(this.callback)
				.scope("openid", "email", "profile")
				.build();
			requireOurs(registration.getProviderDetails());
			return registration;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw ProviderException.unavailable("the metadata of " + this.issuer + " is unusable", ex);
		}
	}

	private void requireOurs(ClientRegistration.ProviderDetails details) {
		if (!this.issuer.equals(details.getIssuerUri())) {
			throw new IllegalStateException("it is that of another issuer");
		}
		boolean tls = List.of(details.getAuthorizationUri(), details.getTokenUri(), details.getJwkSetUri())
			.stream()
			.allMatch((uri) -> uri.startsWith("https:"));
		if (this.issuer.startsWith("https:") && !tls) {
			throw new IllegalStateException("it names endpoints without TLS");
		}
	}

	@Override
	public OidcUser profile(OAuth2UserRequest request) {
		OidcIdToken token = ((OidcUserRequest) request).getIdToken();
		String subject = token.getSubject();
		if (subject == null || !SUBJECT.matcher(subject).matches()) {
			throw ProviderException.failed("the ID token's subject is unusable");
		}
		String hash = token.getAccessTokenHash();
		if (hash != null && !hash.equals(hashOf(request.getAccessToken().getTokenValue(), token))) {
			throw ProviderException.failed("the ID token belongs to another access token");
		}
		return new DefaultOidcUser(List.of(new OidcUserAuthority(token)), token);
	}

	private static @Nullable String hashOf(String accessToken, OidcIdToken token) {
		try {
			JWSAlgorithm algorithm = SignedJWT.parse(token.getTokenValue()).getHeader().getAlgorithm();
			AccessTokenHash hash = AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null);
			return (hash != null) ? hash.getValue() : null;
		}
		catch (ParseException | IllegalArgumentException ex) {
			return null;
		}
	}

	@Override
	public FederatedUser user(OAuth2User profile) {
		Map<String, Object> claims = ((OidcUser) profile).getIdToken().getClaims();
		EmailAddress email = text(claims, "email").flatMap(EmailAddress::parse).orElse(null);
		return new FederatedUser(new FederatedIdentity(ID, this.issuer, profile.getName()), name(), email,
				email != null && isAuthoritative(claims, email), text(claims, "name").orElse(null));
	}

	/** By Google's own rule; the flag has to be a boolean, not a word that looks true. */
	private static boolean isAuthoritative(Map<String, Object> claims, EmailAddress email) {
		return Boolean.TRUE.equals(claims.get("email_verified"))
				&& (email.domain().equals("gmail.com") || text(claims, "hd").isPresent());
	}

	private static Optional<String> text(Map<String, Object> claims, String name) {
		return (claims.get(name) instanceof String text && !text.isBlank()) ? Optional.of(text) : Optional.empty();
	}

	private record Discovered(ClientRegistration registration, Instant goodUntil) {

	}

}

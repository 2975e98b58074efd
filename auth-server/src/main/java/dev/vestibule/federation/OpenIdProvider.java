package dev.vestibule.federation;

import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.util.StringUtils;

/**
 * A provider by OpenID Connect. Who it is, the ID token says; an address and whether it
 * is verified come from one and the same place.
 */
class OpenIdProvider implements Provider {

	private static final Duration METADATA_LIFE = Duration.ofHours(12);

	private static final Duration RETRY = Duration.ofMinutes(5);

	private final OpenIdPreset preset;

	private final ProviderSettings settings;

	private final ProviderHttp http;

	private final String issuer;

	private volatile @Nullable Discovered discovered;

	OpenIdProvider(OpenIdPreset preset, ProviderSettings settings, ProviderHttp http) {
		this.preset = preset;
		this.settings = settings;
		this.http = http;
		this.issuer = settings.get("issuer_uri");
	}

	@Override
	public ProviderSettings settings() {
		return this.settings;
	}

	@Override
	public ClientRegistration registration() {
		return ClientRegistration.withClientRegistration(discovered().registration())
			.clientSecret(this.preset.clientSecret(this.settings))
			.build();
	}

	/**
	 * What checks its ID tokens.
	 */
	JwtDecoder decoder() {
		return discovered().decoder();
	}

	@Override
	public Map<String, Object> parameters(HttpServletRequest request) {
		return this.preset.parameters();
	}

	@Override
	public Map<String, String> tokenParameters(String state) {
		return Map.of();
	}

	/**
	 * Discovers at first use and then twice a day; what was discovered once stays good
	 * while the provider is down.
	 */
	private Discovered discovered() {
		Discovered known = this.discovered;
		if (known != null && Instant.now().isBefore(known.goodUntil())) {
			return known;
		}
		Discovered fresh;
		try {
			fresh = discover(known);
		}
		catch (ProviderException ex) {
			if (known == null) {
				throw ex;
			}
			fresh = new Discovered(known.registration(), known.decoder(), Instant.now().plus(RETRY));
		}
		this.discovered = fresh;
		return fresh;
	}

	private Discovered discover(@Nullable Discovered known) {
		Map<String, Object> metadata = new HashMap<>(
				this.http.getObject(URI.create(this.issuer + "/.well-known/openid-configuration"), null));
		String published = String.valueOf(metadata.get("issuer"));
		if (!this.preset.isIssuer(this.issuer, published)) {
			throw ProviderException.unavailable("the metadata of " + this.issuer + " is that of another issuer", null);
		}
		// Not every issuer's name is an address, as discovery would have it.
		metadata.put("issuer", this.issuer);
		Instant goodUntil = Instant.now().plus(METADATA_LIFE);
		try {
			ClientRegistration registration = register(metadata);
			requireTls(registration.getProviderDetails());
			JwtDecoder decoder = (known != null && jwkSetUri(registration).equals(jwkSetUri(known.registration())))
					? known.decoder() : IdTokenDecoders.build(registration, this.http, this.preset, published);
			return new Discovered(registration, decoder, goodUntil);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw ProviderException.unavailable("the metadata of " + this.issuer + " is unusable", ex);
		}
	}

	private ClientRegistration register(Map<String, Object> metadata) {
		return ClientRegistrations.fromOidcConfiguration(metadata)
			.registrationId(this.settings.id())
			.clientId(this.settings.clientId())
			.clientName(this.settings.name())
			.redirectUri(this.settings.redirectUri())
			.scope(StringUtils.delimitedListToStringArray(this.settings.get("scope"), " "))
			.build();
	}

	private static String jwkSetUri(ClientRegistration registration) {
		return Objects.requireNonNull(registration.getProviderDetails().getJwkSetUri());
	}

	private void requireTls(ClientRegistration.ProviderDetails details) {
		boolean tls = Stream
			.of(details.getAuthorizationUri(), details.getTokenUri(), details.getJwkSetUri(),
					details.getUserInfoEndpoint().getUri())
			.allMatch((uri) -> uri == null || uri.startsWith("https:"));
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
		String accessToken = request.getAccessToken().getTokenValue();
		String hash = token.getAccessTokenHash();
		if (hash != null && !hash.equals(hashOf(accessToken, token))) {
			throw ProviderException.failed("the ID token belongs to another access token");
		}
		String userInfo = request.getClientRegistration().getProviderDetails().getUserInfoEndpoint().getUri();
		OidcUserInfo more = null;
		if (this.preset.usesUserInfo() && userInfo != null && !token.hasClaim("email")) {
			more = new OidcUserInfo(this.http.getObject(URI.create(userInfo), accessToken));
			// OpenID Connect Core, section 5.3.2.
			if (!subject.equals(more.getSubject())) {
				throw ProviderException.failed("the UserInfo endpoint speaks of somebody else");
			}
		}
		return new DefaultOidcUser(List.of(new OidcUserAuthority(token)), token, more);
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
	public FederatedUser user(OAuth2User profile, HttpServletRequest answer) {
		OidcUser user = (OidcUser) profile;
		Map<String, Object> claims = (user.getUserInfo() != null) ? user.getUserInfo().getClaims()
				: user.getIdToken().getClaims();
		EmailAddress email = Claims.email(claims, "email").orElse(null);
		return new FederatedUser(
				new FederatedIdentity(id(), String.valueOf(user.getIdToken().getClaims().get("iss")),
						profile.getName()),
				name(), email, email != null && isTrusted(claims, email),
				this.preset.nameOf(claims, answer).orElse(null));
	}

	private boolean isTrusted(Map<String, Object> claims, EmailAddress email) {
		return switch (this.settings.registration().trust()) {
			case NEVER -> false;
			case AUTHORITATIVE -> this.preset.isAuthoritative(claims, email);
			case ALWAYS -> Claims.isNotDenied(claims, "email_verified");
		};
	}

	private record Discovered(ClientRegistration registration, JwtDecoder decoder, Instant goodUntil) {

	}

}

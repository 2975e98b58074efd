package dev.vestibule.federation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;
import org.springframework.util.StringUtils;

/**
 * A provider by OAuth 2. Nothing that it says is signed, so trust comes from TLS and from
 * the code that it gave us.
 */
class OAuth2Provider implements Provider {

	private static final String SUBJECT = "vestibule.subject";

	private final OAuth2Preset preset;

	private final ProviderSettings settings;

	private final ProviderHttp http;

	private final ClientRegistration registration;

	OAuth2Provider(OAuth2Preset preset, ProviderSettings settings, ProviderHttp http) {
		this.preset = preset;
		this.settings = settings;
		this.http = http;
		ClientRegistration.Builder builder = ClientRegistration.withRegistrationId(settings.id())
			.clientId(settings.clientId())
			.clientSecret(settings.clientSecret())
			.clientName(settings.name())
			.clientAuthenticationMethod(new ClientAuthenticationMethod(settings.get("token_endpoint_auth_method")))
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(settings.redirectUri())
			.scope(StringUtils.delimitedListToStringArray(settings.get("scope"), " "))
			.authorizationUri(settings.get("authorization_uri"))
			.tokenUri(settings.get("token_uri"));
		settings.find("issuer").ifPresent(builder::issuerUri);
		this.registration = builder.build();
	}

	@Override
	public ProviderSettings settings() {
		return this.settings;
	}

	@Override
	public ClientRegistration registration() {
		return this.registration;
	}

	@Override
	public Map<String, Object> parameters(HttpServletRequest request) {
		return this.preset.parameters(request);
	}

	@Override
	public Map<String, String> tokenParameters(String state) {
		return this.preset.echoesState() ? Map.of("state", state) : Map.of();
	}

	@Override
	public OAuth2User profile(OAuth2UserRequest request) {
		Map<String, Object> profile = this.preset.profile(this.settings, this.http,
				request.getAccessToken().getTokenValue());
		String subject = Claims.subject(profile, this.settings.get("subject_field"))
			.orElseThrow(() -> ProviderException.unavailable("the API did not say who it is", null));
		Map<String, Object> attributes = new HashMap<>(profile);
		attributes.put(SUBJECT, subject);
		return new DefaultOAuth2User(List.of(new OAuth2UserAuthority(attributes, SUBJECT)), attributes, SUBJECT);
	}

	@Override
	public FederatedUser user(OAuth2User profile, HttpServletRequest answer) {
		Map<String, Object> claims = profile.getAttributes();
		EmailAddress email = Claims.email(claims, this.settings.get("email_field")).orElse(null);
		boolean trusted = this.settings.registration().trust() == Trust.ALWAYS
				&& Claims.isNotDenied(claims, this.settings.get("email_verified_field"));
		return new FederatedUser(new FederatedIdentity(id(), this.preset.authority(this.settings), profile.getName()),
				name(), email, trusted, Claims.text(claims, this.settings.get("name_field")).orElse(null),
				email == null && this.preset.isEmailDeclined(claims));
	}

}

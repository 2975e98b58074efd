package dev.vestibule.federation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.ProvidersProperties.Client;
import dev.vestibule.federation.ProvidersProperties.Facebook;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.user.DefaultOAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.oauth2.core.user.OAuth2UserAuthority;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Facebook, by OAuth 2 and the Graph API. A person's id belongs to our app there, so the
 * app is the authority. The address may be missing and is never trusted: Facebook does
 * not say whether it checked it.
 */
class FacebookProvider implements Provider {

	static final String ID = "facebook";

	private static final String ID_FIELD = "id";

	private final Client client;

	private final ClientRegistration registration;

	private final String me;

	private final ProviderHttp http;

	FacebookProvider(Client client, Facebook properties, String callback, ProviderHttp http) {
		String web = properties.webUri() + "/" + properties.graphVersion();
		String graph = properties.graphUri() + "/" + properties.graphVersion();
		this.client = client;
		this.me = graph + "/me";
		this.http = http;
		this.registration = ClientRegistration.withRegistrationId(ID)
			.clientId(client.id())
			.clientSecret(client.secret())
			.clientName(name())
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri(callback)
			.scope("email", "public_profile")
			.authorizationUri(web + "/dialog/oauth")
			.tokenUri(graph + "/oauth/access_token")
			.build();
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public String name() {
		return "Facebook";
	}

	@Override
	public ClientRegistration registration() {
		return this.registration;
	}

	@Override
	public OAuth2User profile(OAuth2UserRequest request) {
		String token = request.getAccessToken().getTokenValue();
		URI uri = UriComponentsBuilder.fromUriString(this.me)
			.queryParam("fields", "id,name,email,picture")
			.queryParam("appsecret_proof", proof(token))
			.build()
			.toUri();
		Map<String, Object> person = this.http.getObject(uri, token);
		if (!(person.get(ID_FIELD) instanceof String id) || !SUBJECT.matcher(id).matches()) {
			throw ProviderException.unavailable("the Graph API did not say who it is", null);
		}
		return new DefaultOAuth2User(List.of(new OAuth2UserAuthority(person, ID_FIELD)), person, ID_FIELD);
	}

	@Override
	public FederatedUser user(OAuth2User profile) {
		EmailAddress email = (profile.getAttributes().get("email") instanceof String text)
				? EmailAddress.parse(text).orElse(null) : null;
		String name = (profile.getAttributes().get("name") instanceof String text) ? text : null;
		return new FederatedUser(new FederatedIdentity(ID, this.client.id(), profile.getName()), name(), email, false,
				name);
	}

	/** Apps with "Require App Secret" are refused without it. */
	private String proof(String token) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(this.client.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HmacSHA256 is in every Java platform", ex);
		}
	}

}

package dev.vestibule.federation;

import java.util.Map;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * One upstream provider that is switched on.
 */
interface Provider {

	/** What a subject may be (OpenID Connect Core, section 2). */
	Pattern SUBJECT = Pattern.compile("\\p{Graph}{1,255}");

	ProviderSettings settings();

	/**
	 * Where the provider's endpoints are, and who we are there.
	 * @throws ProviderException if that cannot be learned now
	 */
	ClientRegistration registration();

	/**
	 * What its authorization endpoint is told beside the usual parameters.
	 * @param request the one that begins the login
	 */
	Map<String, Object> parameters(HttpServletRequest request);

	/**
	 * What its token endpoint is told beside the usual parameters.
	 */
	Map<String, String> tokenParameters(String state);

	/**
	 * Learns about the person whom the tokens are about.
	 * @throws ProviderException if that cannot be learned, or not be believed
	 */
	OAuth2User profile(OAuth2UserRequest request);

	/**
	 * What {@link #profile} learned, in our words.
	 * @param answer the request that brought the person back
	 */
	FederatedUser user(OAuth2User profile, HttpServletRequest answer);

	default String id() {
		return settings().id();
	}

	default String name() {
		return settings().name();
	}

}

package dev.vestibule.federation;

import java.util.regex.Pattern;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * One upstream provider.
 */
interface Provider {

	/** What a subject may be (OpenID Connect Core, section 2). */
	Pattern SUBJECT = Pattern.compile("\\p{Graph}{1,255}");

	/** The name in addresses and settings; it never changes, being part of identities. */
	String id();

	String name();

	/**
	 * Where the provider's endpoints are.
	 * @throws ProviderException if that cannot be learned now
	 */
	ClientRegistration registration();

	/**
	 * Learns about the person whom the tokens are about.
	 * @throws ProviderException if that cannot be learned, or not be believed
	 */
	OAuth2User profile(OAuth2UserRequest request);

	/**
	 * What {@link #profile} learned, in our words.
	 */
	FederatedUser user(OAuth2User profile);

}

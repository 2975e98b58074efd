package dev.vestibule.federation;

import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.EmailAddress;
import jakarta.servlet.http.HttpServletRequest;

/**
 * A kind of provider that speaks OpenID Connect: all but its issuer is discovered.
 */
abstract class OpenIdPreset extends Preset {

	OpenIdPreset(String id, String name) {
		super(id, name);
		requires("issuer_uri");
		set("scope", "openid email profile");
		rule("scope", "(.* )?openid( .*)?", "must have openid");
	}

	/**
	 * Whether the metadata found at an issuer may be of this one.
	 */
	boolean isIssuer(String configured, String published) {
		return configured.equals(published);
	}

	/**
	 * The issuer of an ID token (OpenID Connect Core, section 3.1.3.7).
	 * @param published the issuer as the metadata has it
	 * @throws IllegalArgumentException if the token is of another
	 */
	String issuer(String published, Map<String, Object> claims) {
		if (!published.equals(claims.get("iss"))) {
			throw new IllegalArgumentException("the token is not from " + published);
		}
		return published;
	}

	/**
	 * Whether one of the provider's keys may sign a token.
	 * @param key as the provider publishes it
	 * @param claims with the issuer checked
	 */
	boolean maySign(Map<?, ?> key, Map<String, Object> claims) {
		return true;
	}

	/**
	 * Whether the provider is the one who can say whose this address is, and says that it
	 * has verified it.
	 */
	boolean isAuthoritative(Map<String, Object> claims, EmailAddress email) {
		return false;
	}

	/**
	 * Whether what the ID token does not say is asked for at the UserInfo endpoint.
	 */
	boolean usesUserInfo() {
		return false;
	}

	/**
	 * Our secret for one request.
	 */
	String clientSecret(ProviderSettings settings) {
		return settings.clientSecret();
	}

	/**
	 * What its authorization endpoint is told beside the usual parameters.
	 */
	Map<String, Object> parameters() {
		return Map.of();
	}

	/**
	 * The person's name.
	 * @param answer the request that brought the person back
	 */
	Optional<String> nameOf(Map<String, Object> claims, HttpServletRequest answer) {
		return Claims.text(claims, "name");
	}

	@Override
	Provider create(ProviderSettings settings, ProviderHttp http) {
		return new OpenIdProvider(this, settings, http);
	}

}

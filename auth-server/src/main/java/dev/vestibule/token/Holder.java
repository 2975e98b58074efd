package dev.vestibule.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * Whose an authorization is, as their account was when the authorization was read.
 *
 * @param roles their own and those of their groups, of what is enabled; read only where a
 * scope asks for them
 * @param groups likewise
 * @param gateOpen whether the issuing gate was open to them
 */
public record Holder(String email, String name, List<String> roles, List<String> groups, boolean gateOpen) {

	/** The scope that lets a client know their roles, and the claim. */
	private static final String ROLES = "roles";

	/** Likewise, for their groups. */
	private static final String GROUPS = "groups";

	/**
	 * The holder of an authorization that was read from the store.
	 */
	public static Holder of(OAuth2Authorization authorization) {
		Holder holder = authorization.getAttribute(Holder.class.getName());
		if (holder == null) {
			throw new IllegalStateException("an authorization that was read has a holder");
		}
		return holder;
	}

	/**
	 * What the scopes let a client know of them (OpenID Connect Core 1.0, section 5.4).
	 */
	public Map<String, Object> claims(Set<String> scopes) {
		Map<String, Object> claims = new LinkedHashMap<>();
		if (scopes.contains(OidcScopes.EMAIL)) {
			claims.put(StandardClaimNames.EMAIL, this.email);
			claims.put(StandardClaimNames.EMAIL_VERIFIED, true);
		}
		if (scopes.contains(OidcScopes.PROFILE)) {
			claims.put(StandardClaimNames.NAME, this.name);
		}
		claims.putAll(memberships(scopes));
		return claims;
	}

	/**
	 * What they may do, where the scopes ask for it: access tokens say it too (RFC 9068,
	 * section 2.2.3.1).
	 */
	Map<String, Object> memberships(Set<String> scopes) {
		Map<String, Object> claims = new LinkedHashMap<>();
		if (scopes.contains(ROLES)) {
			claims.put(ROLES, this.roles);
		}
		if (scopes.contains(GROUPS)) {
			claims.put(GROUPS, this.groups);
		}
		return claims;
	}

}

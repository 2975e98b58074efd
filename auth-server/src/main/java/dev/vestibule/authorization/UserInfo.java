package dev.vestibule.authorization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import dev.vestibule.token.Holder;

import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.stereotype.Component;

/**
 * What the userinfo endpoint says: the account as it is now, as far as the token's scopes
 * go (OpenID Connect Core 1.0, section 5.3).
 */
@Component
class UserInfo implements Function<OidcUserInfoAuthenticationContext, OidcUserInfo> {

	@Override
	public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put(StandardClaimNames.SUB, context.getAuthorization().getPrincipalName());
		claims.putAll(Holder.of(context.getAuthorization()).claims(context.getAccessToken().getScopes()));
		return new OidcUserInfo(claims);
	}

}

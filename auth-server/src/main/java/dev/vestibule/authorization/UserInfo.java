package dev.vestibule.authorization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.token.Claims;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
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

	private final Accounts accounts;

	UserInfo(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public OidcUserInfo apply(OidcUserInfoAuthenticationContext context) {
		String subject = context.getAuthorization().getPrincipalName();
		Account account = this.accounts.find(UUID.fromString(subject))
			.orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_TOKEN));
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put(StandardClaimNames.SUB, subject);
		claims.putAll(Claims.profile(account, context.getAccessToken().getScopes()));
		return new OidcUserInfo(claims);
	}

}

package dev.vestibule.federation;

import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.stereotype.Component;

/**
 * Redeems codes at providers; an answer that makes no sense is the provider's fault and
 * not an error of ours.
 */
@Component
class ProviderTokens implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private final RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();

	ProviderTokens(ProviderHttp http) {
		this.client.setRestClient(http.tokenClient());
	}

	@Override
	public OAuth2AccessTokenResponse getTokenResponse(OAuth2AuthorizationCodeGrantRequest request) {
		OAuth2AccessTokenResponse response;
		try {
			response = this.client.getTokenResponse(request);
		}
		catch (ProviderException ex) {
			throw ex;
		}
		catch (OAuth2AuthorizationException | IllegalArgumentException ex) {
			throw ProviderException.unavailable("no tokens from " + request.getClientRegistration().getRegistrationId(),
					ex);
		}
		boolean openId = request.getClientRegistration().getScopes().contains("openid");
		if (openId
				&& !(response.getAdditionalParameters().get("id_token") instanceof String token && !token.isBlank())) {
			throw ProviderException.failed("the token response has no ID token");
		}
		return response;
	}

}

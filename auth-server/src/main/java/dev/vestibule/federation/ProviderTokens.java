package dev.vestibule.federation;

import java.util.Objects;
import java.util.Optional;

import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/**
 * Redeems codes at providers; an answer that makes no sense is the provider's fault and
 * not an error of ours.
 */
@Component
class ProviderTokens implements OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> {

	private final RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();

	ProviderTokens(ProviderHttp http, Providers providers) {
		this.client.setRestClient(http.tokenClient());
		this.client.addParametersConverter((request) -> {
			String state = request.getAuthorizationExchange().getAuthorizationRequest().getState();
			return MultiValueMap.fromSingleValue(providers.get(request.getClientRegistration().getRegistrationId())
				.tokenParameters(Objects.requireNonNull(state)));
		});
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
			throw refusal(ex).orElseGet(() -> ProviderException
				.unavailable("no tokens from " + request.getClientRegistration().getRegistrationId(), ex));
		}
		boolean openId = request.getClientRegistration().getScopes().contains("openid");
		if (openId
				&& !(response.getAdditionalParameters().get("id_token") instanceof String token && !token.isBlank())) {
			throw ProviderException.failed("the token response has no ID token");
		}
		return response;
	}

	private static Optional<ProviderException> refusal(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof ProviderException refusal) {
				return Optional.of(refusal);
			}
		}
		return Optional.empty();
	}

}

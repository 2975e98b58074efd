package dev.vestibule.authorization;

import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Lets a public client name itself where the framework does not: when it refreshes, and
 * when it revokes. What it may do there is bound to the secret that it presents (OAuth
 * 2.1, section 4.3.1).
 */
class PublicClients implements AuthenticationConverter, AuthenticationProvider {

	private static final Set<String> CREDENTIALS = Set.of(OAuth2ParameterNames.CLIENT_SECRET,
			OAuth2ParameterNames.CLIENT_ASSERTION);

	private final RegisteredClientRepository clients;

	PublicClients(RegisteredClientRepository clients) {
		this.clients = clients;
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String[] clientIds = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
		boolean refresh = "refresh_token".equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE));
		boolean revocation = request.getRequestURI().endsWith("/oauth2/revoke");
		if (clientIds == null || clientIds.length != 1 || !(refresh || revocation)
				|| request.getHeader(HttpHeaders.AUTHORIZATION) != null
				|| CREDENTIALS.stream().anyMatch((name) -> request.getParameter(name) != null)) {
			return null;
		}
		return new NamedClient(clientIds[0]);
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		if (!(authentication instanceof NamedClient named)) {
			return null;
		}
		RegisteredClient client = this.clients.findByClientId(named.getName());
		return (client != null && client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE))
				? new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null) : null;
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
	}

	/**
	 * A client that gave its name and nothing else.
	 */
	private static final class NamedClient extends OAuth2ClientAuthenticationToken {

		private static final long serialVersionUID = 1L;

		NamedClient(String clientId) {
			super(clientId, ClientAuthenticationMethod.NONE, null, Map.of());
		}

	}

}

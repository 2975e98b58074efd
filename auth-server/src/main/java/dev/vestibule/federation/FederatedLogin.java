package dev.vestibule.federation;

import java.io.IOException;
import java.util.Optional;

import dev.vestibule.outbound.Outbound;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserRequest;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.GenericFilterBean;

/**
 * Sets up Spring Security's login at providers. Of what a provider sends, nothing but a
 * {@link FederatedUser} leaves this package, and no token of theirs is kept.
 */
@Component
public class FederatedLogin {

	private static final Logger logger = LoggerFactory.getLogger(FederatedLogin.class);

	private final Providers providers;

	private final StartedLogins startedLogins;

	private final ProviderTokens tokens;

	private final Outbound outbound;

	private final ObjectProvider<FederatedLink> links;

	FederatedLogin(Providers providers, StartedLogins startedLogins, ProviderTokens tokens, Outbound outbound,
			ObjectProvider<FederatedLink> links) {
		this.providers = providers;
		this.startedLogins = startedLogins;
		this.tokens = tokens;
		this.outbound = outbound;
		this.links = links;
	}

	/**
	 * Adds {@code /oauth2/authorization/ID} and {@code /login/oauth2/code/ID} to a chain
	 * that keeps sessions.
	 * @param signIn what to do with who comes back; it saves its own authentication
	 */
	public void configure(HttpSecurity http, FederatedSignIn signIn) {
		AuthenticationFailureHandler failed = (request, response, ex) -> failed(signIn, request, response, ex);
		http.addFilterBefore(new ProviderFilter(this.providers, this.outbound),
				OAuth2AuthorizationRequestRedirectFilter.class);
		// @formatter:off
		http.oauth2Login((login) -> login
			.loginPage("/login")
			.clientRegistrationRepository((id) -> this.providers.find(id).map(Provider::registration).orElse(null))
			.authorizedClientRepository(new NoAuthorizedClients())
			.authorizationEndpoint((endpoint) -> endpoint
				.authorizationRequestResolver(this.startedLogins)
				.authorizationRequestRepository(this.startedLogins))
			.tokenEndpoint((endpoint) -> endpoint.accessTokenResponseClient(this.tokens))
			.userInfoEndpoint((endpoint) -> endpoint
				.userService(this::profile)
				.oidcUserService((request) -> (OidcUser) profile(request)))
			.successHandler((request, response, authentication) -> signedIn(signIn, request, response, authentication))
			.failureHandler(failed)
			.withObjectPostProcessor(new Finish(failed)));
		// @formatter:on
	}

	private OAuth2User profile(OAuth2UserRequest request) {
		return this.providers.get(request.getClientRegistration().getRegistrationId()).profile(request);
	}

	private void signedIn(FederatedSignIn signIn, HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		OAuth2AuthenticationToken login = (OAuth2AuthenticationToken) authentication;
		SecurityContextHolder.clearContext();
		Optional<Provider> provider = this.providers.find(login.getAuthorizedClientRegistrationId());
		if (provider.isEmpty()) {
			failed(signIn, request, response, ProviderException.unavailable("it has been switched off", null));
			return;
		}
		FederatedUser user = provider.get().user(login.getPrincipal(), request);
		LinkRequest link = LinkRequest.of(request);
		if (link != null) {
			this.links.getObject().cameBack(user, link, request, response);
		}
		else {
			signIn.signedIn(user, request, response);
		}
	}

	private void failed(FederatedSignIn signIn, HttpServletRequest request, HttpServletResponse response,
			AuthenticationException ex) throws IOException, ServletException {
		FederatedFailure failure = Failures.classify(ex);
		String provider = ProviderPath.providerOf(request);
		if (provider == null) {
			throw new IllegalStateException("a provider's login failed at another address", ex);
		}
		logger.info("A login with {} ended {}: {}", provider, failure, Failures.describe(ex));
		if (LinkRequest.of(request) != null) {
			this.links.getObject().failed(failure, provider, request, response);
		}
		else {
			signIn.failed(failure, provider, request, response);
		}
	}

	/**
	 * Sets what the configurer has no setter for, or overwrites: where failures to begin
	 * go, and that the provider's authentication is not saved. The session is left as it
	 * is, for it tells what the browser is in the middle of: whoever signs in renews it.
	 */
	private record Finish(AuthenticationFailureHandler failed) implements ObjectPostProcessor<GenericFilterBean> {

		@Override
		public <O extends GenericFilterBean> O postProcess(O filter) {
			if (filter instanceof OAuth2AuthorizationRequestRedirectFilter start) {
				start.setAuthenticationFailureHandler(this.failed);
			}
			if (filter instanceof OAuth2LoginAuthenticationFilter callback) {
				callback.setSecurityContextRepository(new NullSecurityContextRepository());
				callback.setSessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy());
			}
			return filter;
		}

	}

}

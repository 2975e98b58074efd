package dev.vestibule.authorization;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Account.Role;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.Accounts;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.token.AuthorizationService;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Lets an administrator see what a client is given, by a login of their own with the real
 * client. It comes back here, which no client may register, and counts only in the
 * session that began it, for one answer within five minutes. What is issued ends before
 * it is shown, without its signature.
 */
@Component
public class ClientTrials {

	/** Where a trial comes back to. */
	public static final String PATH = "/admin/try";

	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final String ATTRIBUTE = ClientTrials.class.getName();

	private static final String CHALLENGE = "code_challenge";

	private final SecureRandom random = new SecureRandom();

	private final RegisteredClientRepository clients;

	private final AuthorizationService authorizations;

	private final Accounts accounts;

	private final AuditLog audit;

	private final ServerProperties server;

	private final AuthorizationServerSettings settings;

	private final AuthenticationProvider codes;

	private final AuthenticationProvider clientCredentials;

	ClientTrials(RegisteredClientRepository clients, AuthorizationService authorizations,
			OAuth2TokenGenerator<OAuth2Token> tokens, Accounts accounts, AuditLog audit, ServerProperties server,
			AuthorizationServerSettings settings) {
		this.clients = clients;
		this.authorizations = authorizations;
		this.accounts = accounts;
		this.audit = audit;
		this.server = server;
		this.settings = settings;
		this.codes = new OAuth2AuthorizationCodeAuthenticationProvider(authorizations, tokens);
		this.clientCredentials = new OAuth2ClientCredentialsAuthenticationProvider(authorizations, tokens);
	}

	/**
	 * Begins a login in place of any that was begun before.
	 * @return where to send the administrator's browser
	 */
	public String begin(String clientId, Set<String> scopes, UUID account, HttpServletRequest request) {
		ClientTrial trial = new ClientTrial(clientId, account, random(), random(), random(),
				Instant.now().plus(LIFETIME));
		request.getSession().setAttribute(ATTRIBUTE, trial);
		return UriComponentsBuilder.fromPath("/oauth2/authorize")
			.queryParam(OAuth2ParameterNames.RESPONSE_TYPE, "code")
			.queryParam(OAuth2ParameterNames.CLIENT_ID, "{client}")
			.queryParam(OAuth2ParameterNames.REDIRECT_URI, "{redirect}")
			.queryParamIfPresent(OAuth2ParameterNames.SCOPE,
					scopes.isEmpty() ? Optional.empty() : Optional.of("{scope}"))
			.queryParam(OAuth2ParameterNames.STATE, trial.state())
			.queryParam(OidcParameterNames.NONCE, trial.nonce())
			.queryParam(CHALLENGE, trial.challenge())
			.queryParam("code_challenge_method", "S256")
			.encode()
			.buildAndExpand(
					Map.of("client", clientId, "redirect", this.server.url(PATH), "scope", String.join(" ", scopes)))
			.toUriString();
	}

	/**
	 * Whether an authorization request is the one that the session it comes in has begun.
	 */
	boolean isRunning(OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
		if (!this.server.url(PATH).equals(asked.getRedirectUri())
				|| !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes context)) {
			return false;
		}
		HttpSession session = context.getRequest().getSession(false);
		return session != null && session.getAttribute(ATTRIBUTE) instanceof ClientTrial trial
				&& trial.until().isAfter(Instant.now()) && trial.clientId().equals(asked.getClientId())
				&& trial.state().equals(asked.getState())
				&& trial.challenge().equals(asked.getAdditionalParameters().get(CHALLENGE))
				&& asked.getPrincipal() instanceof Authentication person
				&& person.getPrincipal() instanceof AccountPrincipal principal
				&& trial.account().equals(principal.accountId()) && isAdministrator(trial.account());
	}

	/**
	 * Takes the answer to a login, which is over by that.
	 * @return empty if none was begun here that this could answer
	 */
	public Optional<Outcome> finish(UUID account, HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session == null || !(session.getAttribute(ATTRIBUTE) instanceof ClientTrial trial)
				|| !trial.state().equals(request.getParameter(OAuth2ParameterNames.STATE))) {
			return Optional.empty();
		}
		session.removeAttribute(ATTRIBUTE);
		RegisteredClient client = this.clients.findByClientId(trial.clientId());
		if (client == null || !trial.until().isAfter(Instant.now()) || !trial.account().equals(account)
				|| !isAdministrator(account)) {
			return Optional.empty();
		}
		String code = request.getParameter(OAuth2ParameterNames.CODE);
		if (code == null || !isOf(trial, code)) {
			return Optional.of(Outcome.refused(trial.clientId(),
					String.valueOf(request.getParameter(OAuth2ParameterNames.ERROR))));
		}
		return Optional.of(issue(client, account, this.codes, new OAuth2AuthorizationCodeAuthenticationToken(code,
				authenticated(client), this.server.url(PATH), Map.of())));
	}

	/**
	 * Lets a client act for itself once.
	 */
	public Outcome run(String clientId, Set<String> scopes, UUID account) {
		RegisteredClient client = this.clients.findByClientId(clientId);
		if (client == null || !isAdministrator(account)) {
			return Outcome.refused(clientId, OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
		}
		return issue(client, account, this.clientCredentials,
				new OAuth2ClientCredentialsAuthenticationToken(authenticated(client), scopes, Map.of()));
	}

	// RFC 7636, section 4.6: there is no verifier, but the code has to be of this
	// challenge.
	private boolean isOf(ClientTrial trial, String code) {
		OAuth2Authorization found = this.authorizations.findByToken(code,
				new OAuth2TokenType(OAuth2ParameterNames.CODE));
		OAuth2AuthorizationRequest request = (found != null)
				? found.getAttribute(OAuth2AuthorizationRequest.class.getName()) : null;
		return request != null && trial.challenge().equals(request.getAdditionalParameters().get(CHALLENGE));
	}

	private Outcome issue(RegisteredClient client, UUID account, AuthenticationProvider provider,
			Authentication grant) {
		AuthorizationServerContext before = AuthorizationServerContextHolder.getContext();
		AuthorizationServerContextHolder.setContext(new Context(this.settings, this.server.issuer()));
		try {
			OAuth2AccessTokenAuthenticationToken issued = (OAuth2AccessTokenAuthenticationToken) provider
				.authenticate(grant);
			if (issued == null) {
				throw new IllegalStateException("a grant ends with tokens, or an error");
			}
			String accessToken = issued.getAccessToken().getTokenValue();
			this.authorizations.end(accessToken);
			this.audit.record(AuditEvent.success("client.tried")
				.client(client.getClientId())
				.detail(Map.of("by", "account:" + account)));
			return new Outcome(client.getClientId(), null, decode(accessToken),
					(issued.getAdditionalParameters().get(OidcParameterNames.ID_TOKEN) instanceof String idToken)
							? decode(idToken) : null,
					issued.getRefreshToken() != null);
		}
		catch (OAuth2AuthenticationException ex) {
			return Outcome.refused(client.getClientId(), ex.getError().getErrorCode());
		}
		finally {
			if (before != null) {
				AuthorizationServerContextHolder.setContext(before);
			}
			else {
				AuthorizationServerContextHolder.resetContext();
			}
		}
	}

	private boolean isAdministrator(UUID account) {
		return this.accounts.find(account).map(Account::role).filter(Role.ADMINISTRATOR::equals).isPresent();
	}

	private static OAuth2ClientAuthenticationToken authenticated(RegisteredClient client) {
		ClientAuthenticationMethod method = client.getClientAuthenticationMethods().iterator().next();
		return new OAuth2ClientAuthenticationToken(client, method, null);
	}

	// The signature is left out, without which it is no token.
	private static Decoded decode(String token) {
		String[] parts = token.split("\\.");
		return new Decoded(text(parts[0]), text(parts[1]));
	}

	private static String text(String part) {
		return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
	}

	private String random() {
		byte[] bytes = new byte[32];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * What became of a trial.
	 *
	 * @param error the protocol's word for why nothing was issued; null if it was
	 * @param refreshable whether there was a refresh token besides
	 */
	public record Outcome(String clientId, @Nullable String error, @Nullable Decoded accessToken,
			@Nullable Decoded idToken, boolean refreshable) {

		static Outcome refused(String clientId, String error) {
			return new Outcome(clientId, error, null, null, false);
		}

	}

	/**
	 * What a token says, as JSON.
	 */
	public record Decoded(String header, String claims) {

	}

	private record Context(AuthorizationServerSettings settings, String issuer) implements AuthorizationServerContext {

		@Override
		public String getIssuer() {
			return this.issuer;
		}

		@Override
		public AuthorizationServerSettings getAuthorizationServerSettings() {
			return this.settings;
		}

	}

}

package dev.vestibule.token;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.keyring.UnknownKeyException;
import dev.vestibule.token.AuthorizationRow.Family;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * What the framework's endpoints find and save authorizations with. Each save is where a
 * grant ends, so here the issuing gate is asked once more, by the very statement that
 * decides which of several parallel requests spends a secret. A client-credentials grant
 * leaves no trace.
 */
@Service
public class AuthorizationService implements OAuth2AuthorizationService {

	private final Authorizations authorizations;

	private final AuthorizationMapper mapper;

	private final AccessTokens accessTokens;

	private final IssuingGate gate;

	private final Keyring keyring;

	private final AuditLog audit;

	private final ReuseNotice reuseNotice;

	private final TransactionTemplate transaction;

	AuthorizationService(Authorizations authorizations, AuthorizationMapper mapper, AccessTokens accessTokens,
			IssuingGate gate, Keyring keyring, AuditLog audit, ReuseNotice reuseNotice,
			TransactionTemplate transaction) {
		this.authorizations = authorizations;
		this.mapper = mapper;
		this.accessTokens = accessTokens;
		this.gate = gate;
		this.keyring = keyring;
		this.audit = audit;
		this.reuseNotice = reuseNotice;
		this.transaction = transaction;
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		String type = (tokenType != null) ? tokenType.getValue() : "";
		return (switch (type) {
			case OAuth2ParameterNames.STATE -> findByConsentState(token);
			case OAuth2ParameterNames.CODE -> findByCode(token);
			case OAuth2ParameterNames.REFRESH_TOKEN -> spendRefreshToken(token);
			case OAuth2ParameterNames.ACCESS_TOKEN -> findByAccessToken(token);
			case OidcParameterNames.ID_TOKEN ->
				this.accessTokens.verifyIdTokenHint(token).flatMap(this.mapper::ofIdToken);
			case "" -> findByRefreshToken(token).or(() -> findByAccessToken(token));
			default -> Optional.<OAuth2Authorization>empty();
		}).orElse(null);
	}

	private Optional<OAuth2Authorization> findByConsentState(String state) {
		return this.authorizations.findByConsentState(Sha256.of(state))
			.flatMap((row) -> this.mapper.waitingForConsent(row, state));
	}

	/**
	 * One request looks its code up twice, to compare the code verifier and to redeem it.
	 * The second look need not be fresher: whether the code counts is decided when it is
	 * spent.
	 */
	private Optional<OAuth2Authorization> findByCode(String code) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null
				&& request.getAttribute(FoundByCode.NAME, RequestAttributes.SCOPE_REQUEST) instanceof FoundByCode found
				&& found.code().equals(code)) {
			return Optional.of(found.authorization());
		}
		Optional<OAuth2Authorization> found = this.authorizations.findByCode(Sha256.of(code))
			.flatMap((row) -> this.mapper.withCode(row, code));
		if (request != null) {
			found.ifPresent((authorization) -> request.setAttribute(FoundByCode.NAME,
					new FoundByCode(code, authorization), RequestAttributes.SCOPE_REQUEST));
		}
		return found;
	}

	private Optional<OAuth2Authorization> findByRefreshToken(String value) {
		return RefreshToken.parse(value).flatMap(this::findByRefreshToken);
	}

	private Optional<OAuth2Authorization> findByRefreshToken(RefreshToken token) {
		return this.authorizations.find(token.family())
			.filter((row) -> isGenuine(token, row.family()))
			.flatMap((row) -> this.mapper.withRefreshToken(row, token, false));
	}

	/**
	 * The refresh grant's search. One statement finds the family and moves it on; whoever
	 * is too late for that finds it as it is.
	 */
	private Optional<OAuth2Authorization> spendRefreshToken(String value) {
		Assert.state(TransactionSynchronizationManager.isActualTransactionActive(),
				"A refresh token is spent within refresh() only, or a failure would lose its successor");
		return RefreshToken.parse(value)
			.flatMap((token) -> this.authorizations.rotate(token.family(), token.generation())
				.map((row) -> isGenuine(token, row.family()) ? this.mapper.withRefreshToken(row, token, true)
						: Optional.<OAuth2Authorization>empty())
				.orElseGet(() -> findByRefreshToken(token)));
	}

	/**
	 * Runs the refresh grant. What spends the refresh token is undone if the grant fails
	 * after it.
	 */
	public @Nullable Authentication refresh(Supplier<@Nullable Authentication> grant) {
		return this.transaction.execute((status) -> grant.get());
	}

	private boolean isGenuine(RefreshToken token, @Nullable Family family) {
		try {
			return family != null && token.isGenuine(this.keyring, family.keyId());
		}
		catch (UnknownKeyException ex) {
			// Its key was taken off the keyring, and with it all that was derived.
			return false;
		}
	}

	private Optional<OAuth2Authorization> findByAccessToken(String value) {
		Optional<AccessToken> found = this.accessTokens.verify(value);
		if (found.isEmpty()) {
			return Optional.empty();
		}
		AccessToken token = found.get();
		return token.authorization()
			.map((id) -> this.authorizations.findByAccessToken(id, token.id())
				.flatMap((row) -> this.mapper.withAccessToken(row, token)))
			.orElseGet(() -> this.mapper.ofClientCredentials(token, this.accessTokens.isActive(token)));
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		throw new UnsupportedOperationException("no endpoint looks an authorization up by its id");
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.authorizations.remove(UUID.fromString(authorization.getId()));
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		Presented presented = authorization.getAttribute(Presented.class.getName());
		if (presented == null) {
			if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType())) {
				begin(authorization);
			}
			return;
		}
		switch (presented.kind()) {
			case CONSENT_STATE -> issueCode(authorization);
			case CODE -> redeemCode(authorization);
			case REFRESH_TOKEN -> endRefresh(authorization, presented);
			case ACCESS_TOKEN -> revokeAccessToken(authorization);
		}
	}

	private void begin(OAuth2Authorization authorization) {
		AuthorizationRow row = this.mapper.toRow(authorization);
		String consentState = authorization.getAttribute(OAuth2ParameterNames.STATE);
		OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
		if (!this.authorizations.insert(row, (consentState != null) ? Sha256.of(consentState) : null,
				(code != null) ? Sha256.of(code.getToken().getTokenValue()) : null)) {
			askGate(row.principal());
			// The client was deleted or disabled within the second for which it is
			// remembered: it is told as one that is unknown.
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST,
					"OAuth 2.0 Parameter: " + OAuth2ParameterNames.CLIENT_ID, null));
		}
	}

	private void issueCode(OAuth2Authorization authorization) {
		AuthorizationRow row = this.mapper.toRow(authorization);
		askGate(row.principal());
		OAuth2Authorization.Token<OAuth2AuthorizationCode> code = authorization.getToken(OAuth2AuthorizationCode.class);
		if (code == null || row.code() == null || !this.authorizations.issueCode(row.id(), row.authorizedScopes(),
				Sha256.of(code.getToken().getTokenValue()), row.code())) {
			throw invalidGrant();
		}
	}

	private void redeemCode(OAuth2Authorization authorization) {
		UUID id = UUID.fromString(authorization.getId());
		AccountPrincipal principal = AuthorizationMapper.principal(authorization);
		// Without an access token this is no redemption: the code was spent before,
		// or presented by a client that it was not issued to.
		if (authorization.getAccessToken() == null) {
			revoke(authorization, "authorization_code_replayed");
			return;
		}
		String keyId = (authorization.getRefreshToken() != null) ? this.keyring.writingKey() : null;
		boolean redeemed = Boolean.TRUE.equals(this.transaction.execute((status) -> {
			if (!this.authorizations.redeemCode(id, keyId)) {
				return false;
			}
			this.audit.record(AuditEvent.success("authorization_code.redeemed")
				.account(principal.accountId())
				.client(authorization.getRegisteredClientId()));
			return true;
		}));
		if (!redeemed) {
			askGate(principal);
			revoke(authorization, "authorization_code_replayed");
			throw invalidGrant();
		}
	}

	private void endRefresh(OAuth2Authorization authorization, Presented presented) {
		RefreshToken token = presented.requireRefreshToken();
		if (authorization.getAccessToken() == null) {
			revoke(authorization, "revoked_by_client");
			return;
		}
		if (!presented.rotated() && !isGraced(token)) {
			throw invalidGrant();
		}
	}

	// The loser of a race, or a client that never received the answer: within the
	// grace it gets the very successor that the winner got.
	private boolean isGraced(RefreshToken token) {
		return this.authorizations.find(token.family())
			.filter((row) -> !row.revoked() && row.isOpen())
			.map(AuthorizationRow::family)
			.filter((family) -> family.graced() && family.generation() == token.generation() + 1)
			.isPresent();
	}

	private void revokeAccessToken(OAuth2Authorization authorization) {
		OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
		if (token != null && token.isInvalidated()) {
			this.accessTokens.verify(token.getToken().getTokenValue()).ifPresent(this.accessTokens::revoke);
		}
	}

	/**
	 * Ends an access token at once, and whatever else was issued with it.
	 */
	public void end(String accessToken) {
		this.accessTokens.verify(accessToken).ifPresent((token) -> {
			this.accessTokens.revoke(token);
			token.authorization().ifPresent((id) -> this.authorizations.revoke(id, "trial_over"));
		});
	}

	/**
	 * Revokes the family of a refresh token that was used before, if the client that
	 * presents it is its owner: one of the two that hold it is a thief (RFC 9700, section
	 * 4.14.2).
	 */
	public void punishReuse(String presented, String clientId) {
		RefreshToken.parse(presented).ifPresent((token) -> this.authorizations.find(token.family()).ifPresent((row) -> {
			if (isGenuine(token, row.family())) {
				this.transaction.executeWithoutResult((status) -> {
					if (this.authorizations.revokeReused(token.family(), clientId, token.generation())) {
						this.audit.record(AuditEvent.refused("refresh_token.reused", "family revoked")
							.account(row.principal().accountId())
							.client(clientId));
						this.reuseNotice.send(row.principal().accountId(), clientId);
					}
				});
			}
		}));
	}

	private void revoke(OAuth2Authorization authorization, String reason) {
		this.transaction.executeWithoutResult((status) -> {
			if (this.authorizations.revoke(UUID.fromString(authorization.getId()), reason)) {
				this.audit.record(AuditEvent.refused("authorization.revoked", reason)
					.account(AuthorizationMapper.principal(authorization).accountId())
					.client(authorization.getRegisteredClientId()));
			}
		});
	}

	private void askGate(AccountPrincipal principal) {
		if (this.gate.ask(principal) != Ruling.OPEN) {
			throw invalidGrant();
		}
	}

	private static OAuth2AuthenticationException invalidGrant() {
		return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
	}

	/**
	 * What the request's code was found to be of.
	 */
	private record FoundByCode(String code, OAuth2Authorization authorization) {

		static final String NAME = FoundByCode.class.getName();

	}

}

package dev.vestibule.federation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import dev.vestibule.keyring.RandomText;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.keyring.UnknownKeyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.stereotype.Component;

/**
 * Begins logins at providers and recognises the answers. Nonce (OpenID Connect) and code
 * verifier (RFC 7636) are derived from the state, so that the session holds no secret; an
 * answer counts once, in the browser that began, at the address of the provider asked,
 * and from the issuer asked (RFC 9207).
 */
@Component
class StartedLogins
		implements OAuth2AuthorizationRequestResolver, AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

	/** Several, since people open several tabs. */
	private static final int PER_SESSION = 5;

	private static final String SESSION_ATTRIBUTE = "vestibule.federation.started";

	private static final String KEY_ID = "key_id";

	private static final String REGISTRATION_ID = "registration_id";

	private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

	private final Providers providers;

	private final Keyring keyring;

	StartedLogins(Providers providers, Keyring keyring) {
		this.providers = providers;
		this.keyring = keyring;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
		String provider = ProviderPath.providerOf(request);
		if (provider == null || !ProviderPath.isStart(request)) {
			return null;
		}
		Provider asked = this.providers.get(provider);
		return build(asked.registration(), RandomText.of(32), this.keyring.writingKey(), asked.parameters(request));
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String provider) {
		return null;
	}

	@Override
	public void saveAuthorizationRequest(OAuth2AuthorizationRequest started, HttpServletRequest request,
			HttpServletResponse response) {
		HttpSession session = request.getSession();
		ArrayList<StartedLogin> all = startedIn(session);
		String provider = Objects.requireNonNull(started.<String>getAttribute(REGISTRATION_ID));
		all.add(new StartedLogin(sha256(Objects.requireNonNull(started.getState())), provider,
				Objects.requireNonNull(started.<String>getAttribute(KEY_ID)), LinkRequest.take(provider, request)));
		if (all.size() > PER_SESSION) {
			all.remove(0);
		}
		session.setAttribute(SESSION_ATTRIBUTE, all);
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
		return null;
	}

	@Override
	public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(HttpServletRequest request,
			HttpServletResponse response) {
		HttpSession session = request.getSession(false);
		String state = request.getParameter("state");
		if (session == null || state == null || isRepeated(request)) {
			return null;
		}
		return take(session, sha256(state))
			.filter((started) -> started.provider().equals(ProviderPath.providerOf(request)))
			.map((started) -> noting(started, request))
			.map((started) -> resume(started, state, request))
			.orElse(null);
	}

	private static StartedLogin noting(StartedLogin started, HttpServletRequest request) {
		LinkRequest link = started.link();
		if (link != null) {
			link.answeredBy(request);
		}
		return started;
	}

	private @Nullable OAuth2AuthorizationRequest resume(StartedLogin started, String state,
			HttpServletRequest request) {
		ClientRegistration registration = this.providers.get(started.provider()).registration();
		try {
			return isFrom(registration, request) ? build(registration, state, started.keyId(), Map.of()) : null;
		}
		catch (UnknownKeyException ex) {
			return null;
		}
	}

	private Optional<StartedLogin> take(HttpSession session, String stateHash) {
		ArrayList<StartedLogin> all = startedIn(session);
		Optional<StartedLogin> started = all.stream()
			.filter((candidate) -> candidate.stateHash().equals(stateHash))
			.findFirst();
		started.ifPresent((found) -> {
			all.remove(found);
			session.setAttribute(SESSION_ATTRIBUTE, all);
		});
		return started;
	}

	/** A copy: what a session holds is never changed in place. */
	private static ArrayList<StartedLogin> startedIn(HttpSession session) {
		ArrayList<StartedLogin> all = new ArrayList<>();
		if (session.getAttribute(SESSION_ATTRIBUTE) instanceof List<?> list) {
			list.forEach((started) -> all.add((StartedLogin) started));
		}
		return all;
	}

	private static boolean isRepeated(HttpServletRequest request) {
		return request.getParameterMap().values().stream().anyMatch((values) -> values.length > 1);
	}

	private static boolean isFrom(ClientRegistration registration, HttpServletRequest request) {
		String expected = registration.getProviderDetails().getIssuerUri();
		String issuer = request.getParameter("iss");
		if (issuer != null) {
			return expected == null || issuer.equals(expected);
		}
		// Without a code there is nothing to mix up, and providers omit it from errors.
		return request.getParameter("code") == null || !Boolean.TRUE.equals(registration.getProviderDetails()
			.getConfigurationMetadata()
			.get("authorization_response_iss_parameter_supported"));
	}

	private OAuth2AuthorizationRequest build(ClientRegistration registration, String state, String keyId,
			Map<String, Object> more) {
		String verifier = derive("code_verifier", state, keyId);
		OAuth2AuthorizationRequest.Builder builder = OAuth2AuthorizationRequest.authorizationCode()
			.authorizationUri(Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
			.clientId(registration.getClientId())
			.redirectUri(registration.getRedirectUri())
			.scopes(registration.getScopes())
			.state(state)
			.attributes((attributes) -> attributes.putAll(Map.of(REGISTRATION_ID, registration.getRegistrationId(),
					KEY_ID, keyId, "code_verifier", verifier)))
			.additionalParameters((parameters) -> parameters
				.putAll(Map.of("code_challenge", sha256(verifier), "code_challenge_method", "S256")))
			.additionalParameters((parameters) -> parameters.putAll(more));
		if (registration.getScopes().contains("openid")) {
			String nonce = derive("nonce", state, keyId);
			builder.attributes((attributes) -> attributes.put("nonce", nonce))
				.additionalParameters((parameters) -> parameters.put("nonce", sha256(nonce)));
		}
		return builder.build();
	}

	private String derive(String what, String state, String keyId) {
		byte[] message = (what + ":" + state).getBytes(StandardCharsets.UTF_8);
		return BASE64URL.encodeToString(this.keyring.hmac(Purpose.FEDERATED_LOGIN, keyId, message));
	}

	private static String sha256(String text) {
		return BASE64URL.encodeToString(Sha256.of(text));
	}

}

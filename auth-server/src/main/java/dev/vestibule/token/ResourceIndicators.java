package dev.vestibule.token;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.client.ResourceServers;
import dev.vestibule.client.ResourceServers.TokenPolicy;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.stereotype.Component;

/**
 * For which resource servers a token is meant (RFC 8707): those that the token request
 * names, else those that were granted, else the owners of its scopes; at the least the
 * issuer itself, for userinfo.
 */
@Component
public class ResourceIndicators {

	static final String PARAMETER = "resource";

	private final ResourceServers resourceServers;

	ResourceIndicators(ResourceServers resourceServers) {
		this.resourceServers = resourceServers;
	}

	/**
	 * The resource indicators among a request's additional parameters, which hold one
	 * value as a string and several as an array.
	 */
	public static Set<String> of(Map<String, Object> parameters) {
		Object resource = parameters.get(PARAMETER);
		if (resource instanceof String[] several) {
			return new LinkedHashSet<>(List.of(several));
		}
		return (resource instanceof String one) ? Set.of(one) : Set.of();
	}

	/**
	 * Whether every one of the resource servers has at least one of the scopes.
	 */
	public boolean own(Set<String> scopes, Set<String> resources) {
		return resources.isEmpty() || owners(scopes).containsAll(resources);
	}

	/**
	 * The audience of an access token.
	 * @param requested by the token request
	 * @param granted by the authorization; empty if it named none, or there is none
	 * @throws OAuth2AuthenticationException {@code invalid_target}, if one was not
	 * granted, is disabled, or has none of the scopes
	 */
	Set<String> audience(Set<String> requested, Set<String> granted, Set<String> scopes, String issuer) {
		Set<String> possible = granted.isEmpty() ? owners(scopes) : enabled(granted);
		if (!possible.containsAll(requested) || (possible.isEmpty() && !granted.isEmpty())) {
			throw invalidTarget("The requested resource was not granted, is disabled, or has none of the scopes");
		}
		if (!requested.isEmpty()) {
			return requested;
		}
		return possible.isEmpty() ? Set.of(issuer) : possible;
	}

	/**
	 * How long a token lives that is for these resource servers: as long as the one that
	 * wants it shortest says.
	 */
	Optional<Duration> lifetime(Set<String> audience) {
		Duration shortest = null;
		for (TokenPolicy policy : policies(audience)) {
			Duration lifetime = policy.lifetime();
			if (lifetime != null && (shortest == null || lifetime.compareTo(shortest) < 0)) {
				shortest = lifetime;
			}
		}
		return Optional.ofNullable(shortest);
	}

	/**
	 * What a token is signed with that is for these resource servers, if one of them
	 * says.
	 * @throws OAuth2AuthenticationException {@code invalid_target}, if they do not agree
	 */
	Optional<String> signingAlg(Set<String> audience) {
		String demanded = null;
		for (TokenPolicy policy : policies(audience)) {
			String algorithm = policy.signingAlg();
			if (algorithm != null && demanded != null && !algorithm.equals(demanded)) {
				throw invalidTarget("The requested resources take no common token; ask for one each");
			}
			demanded = (algorithm != null) ? algorithm : demanded;
		}
		return Optional.ofNullable(demanded);
	}

	/**
	 * Whether a client is one of the resource servers that a token is for.
	 */
	public boolean isFor(Collection<String> audience, String clientId) {
		return policies(audience).stream().anyMatch((policy) -> clientId.equals(policy.clientId()));
	}

	private List<TokenPolicy> policies(Collection<String> audience) {
		List<TokenPolicy> policies = new ArrayList<>(audience.size());
		audience.forEach((uri) -> this.resourceServers.policy(uri).ifPresent(policies::add));
		return policies;
	}

	private static OAuth2AuthenticationException invalidTarget(String description) {
		return new OAuth2AuthenticationException(
				new OAuth2Error("invalid_target", description, "https://www.rfc-editor.org/rfc/rfc8707#section-2"));
	}

	private Set<String> enabled(Set<String> resources) {
		Set<String> enabled = new LinkedHashSet<>(resources);
		enabled.removeIf((uri) -> !this.resourceServers.isEnabled(uri));
		return enabled;
	}

	private Set<String> owners(Set<String> scopes) {
		Set<String> owners = new LinkedHashSet<>();
		scopes.forEach((scope) -> this.resourceServers.ownerOf(scope).ifPresent(owners::add));
		return owners;
	}

}

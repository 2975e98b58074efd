package dev.vestibule.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.ResourceServers;

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

	private static final String INVALID_TARGET = "invalid_target";

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
	 * Whether every one of them names a resource server.
	 */
	public boolean areKnown(Set<String> resources) {
		return resources.stream().allMatch(this.resourceServers::exists);
	}

	/**
	 * The audience of an access token.
	 * @param requested by the token request
	 * @param granted by the authorization; empty if it named none, or there is none
	 * @throws OAuth2AuthenticationException {@code invalid_target}, if one is unknown or
	 * was not granted
	 */
	Set<String> audience(Set<String> requested, Set<String> granted, Set<String> scopes, String issuer) {
		if (!areKnown(requested) || (!granted.isEmpty() && !granted.containsAll(requested))) {
			throw new OAuth2AuthenticationException(
					new OAuth2Error(INVALID_TARGET, "The requested resource is unknown or was not granted",
							"https://www.rfc-editor.org/rfc/rfc8707#section-2"));
		}
		if (!requested.isEmpty() || !granted.isEmpty()) {
			return requested.isEmpty() ? granted : requested;
		}
		Set<String> owners = new LinkedHashSet<>();
		scopes.forEach((scope) -> this.resourceServers.ownerOf(scope).ifPresent(owners::add));
		return owners.isEmpty() ? Set.of(issuer) : owners;
	}

}

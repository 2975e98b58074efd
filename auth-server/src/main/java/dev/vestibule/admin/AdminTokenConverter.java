package dev.vestibule.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.Account.Role;
import dev.vestibule.account.Accounts;
import dev.vestibule.client.Client;
import dev.vestibule.client.Clients;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * What a token permits now, whatever it permitted when it was issued: what its client's
 * scopes are worth, and, for a person, no more than their role. Its name says who is
 * asking, for the audit log.
 */
@Component
class AdminTokenConverter implements Converter<Jwt, AbstractAuthenticationToken> {

	private final Clients clients;

	private final Accounts accounts;

	AdminTokenConverter(Clients clients, Accounts accounts) {
		this.clients = clients;
		this.accounts = accounts;
	}

	@Override
	public AbstractAuthenticationToken convert(Jwt token) {
		String clientId = claim(token, "client_id");
		String subject = claim(token, JwtClaimNames.SUB);
		Client client = this.clients.find(clientId)
			.filter(Client::enabled)
			.orElseThrow(() -> new InvalidBearerTokenException("The client is disabled, or no longer registered"));
		Optional<Role> granted = granted(token, client);
		// RFC 9068, section 2.2: a client's own token has the client as its subject.
		if (clientId.equals(subject)) {
			return new JwtAuthenticationToken(token, authorities(granted), "client:" + clientId);
		}
		Optional<Role> permitted = granted.flatMap((most) -> role(subject).map((role) -> lesser(most, role)));
		return new JwtAuthenticationToken(token, authorities(permitted), "account:" + subject);
	}

	private static String claim(Jwt token, String name) {
		if (token.getClaims().get(name) instanceof String value) {
			return value;
		}
		throw new InvalidBearerTokenException("The token has no " + name);
	}

	private Optional<Role> role(String subject) {
		return this.accounts.find(UUID.fromString(subject))
			.filter((account) -> account.enabled() && account.proofDueAt() == null)
			.flatMap((account) -> Optional.ofNullable(account.role()));
	}

	/**
	 * What the scopes are worth, of those that the client still has.
	 */
	private static Optional<Role> granted(Jwt token, Client client) {
		if (!(token.getClaims().get("scope") instanceof String scope)) {
			return Optional.empty();
		}
		Set<String> scopes = new HashSet<>(List.of(scope.split(" ")));
		scopes.retainAll(client.metadata().scopes());
		if (scopes.contains(AdminApiSecurity.ADMIN)) {
			return Optional.of(Role.ADMINISTRATOR);
		}
		return scopes.contains(AdminApiSecurity.READ) ? Optional.of(Role.VIEWER) : Optional.empty();
	}

	private static Role lesser(Role one, Role other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static List<GrantedAuthority> authorities(Optional<Role> permitted) {
		return permitted.<GrantedAuthority>map((role) -> new SimpleGrantedAuthority(role.name()))
			.map(List::of)
			.orElse(List.of());
	}

}

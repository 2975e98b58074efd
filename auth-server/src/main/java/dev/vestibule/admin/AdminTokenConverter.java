package dev.vestibule.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.vestibule.account.Account;
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
 * What a token permits now, whatever it permitted when it was issued: the scopes that its
 * client still has, and, for a person, nothing without the administrator's role. Its name
 * says who is asking, for the audit log.
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
		// RFC 9068, section 2.2: a client's own token has the client as its subject.
		if (clientId.equals(subject)) {
			return new JwtAuthenticationToken(token, scopes(token, client), "client:" + clientId);
		}
		List<GrantedAuthority> permitted = isAdministrator(subject) ? scopes(token, client) : List.of();
		return new JwtAuthenticationToken(token, permitted, "account:" + subject);
	}

	private static String claim(Jwt token, String name) {
		if (token.getClaims().get(name) instanceof String value) {
			return value;
		}
		throw new InvalidBearerTokenException("The token has no " + name);
	}

	private boolean isAdministrator(String subject) {
		return this.accounts.find(UUID.fromString(subject))
			.filter((account) -> account.enabled() && account.proofDueAt() == null)
			.filter(Account::isAdministrator)
			.isPresent();
	}

	private static List<GrantedAuthority> scopes(Jwt token, Client client) {
		List<GrantedAuthority> authorities = new ArrayList<>();
		if (token.getClaims().get("scope") instanceof String scope) {
			List<String> granted = List.of(scope.split(" "));
			client.metadata()
				.scopes()
				.stream()
				.filter(granted::contains)
				.forEach((each) -> authorities.add(new SimpleGrantedAuthority("SCOPE_" + each)));
		}
		return authorities;
	}

}

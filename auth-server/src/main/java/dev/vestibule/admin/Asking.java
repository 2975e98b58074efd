package dev.vestibule.admin;

import dev.vestibule.account.Account;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Who asks for a change.
 *
 * @param name as the audit log names them
 * @param clientId the client by which they ask; null if they ask by a page of ours
 */
public record Asking(String name, @Nullable String clientId) {

	public static Asking of(Account account) {
		return new Asking("account:" + account.id(), null);
	}

	public static Asking of(JwtAuthenticationToken token) {
		return new Asking(token.getName(), token.getToken().getClaimAsString("client_id"));
	}

}

package dev.vestibule.account;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who a browser session stands for: an account, with the authority {@link #ACCOUNT}, or a
 * pending proof, with none of what an account may do.
 */
public final class PersonAuthentication extends AbstractAuthenticationToken {

	/** The authority without which nothing is issued. */
	public static final String ACCOUNT = "ACCOUNT";

	/** The authority of a browser that has an address to prove. */
	public static final String PENDING = "PENDING";

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // both principals are serializable
	private final AuthenticatedPrincipal principal;

	private PersonAuthentication(AuthenticatedPrincipal principal, String authority) {
		super(List.of(new SimpleGrantedAuthority(authority)));
		this.principal = principal;
		setAuthenticated(true);
	}

	public static PersonAuthentication of(AccountPrincipal principal) {
		return new PersonAuthentication(principal, ACCOUNT);
	}

	public static PersonAuthentication of(PendingPrincipal principal) {
		return new PersonAuthentication(principal, PENDING);
	}

	@Override
	public AuthenticatedPrincipal getPrincipal() {
		return this.principal;
	}

	@Override
	public String getCredentials() {
		return "";
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PersonAuthentication that && this.principal.equals(that.principal);
	}

	@Override
	public int hashCode() {
		return this.principal.hashCode();
	}

}

package dev.vestibule.federation;

import java.io.Serializable;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Who a provider says has signed in.
 *
 * @param providerName the provider's name for people to read
 * @param email what the provider says the address is; null if it gave none that mail can
 * be sent to
 * @param emailTrusted whether the provider's word on the address is as good as a proof
 * @param name at most 100 characters on one line
 * @param emailDeclined whether the person kept the address back, and the provider may ask
 * for it once more
 */
public record FederatedUser(FederatedIdentity identity, String providerName, @Nullable EmailAddress email,
		boolean emailTrusted, @Nullable String name, boolean emailDeclined) implements Serializable {

	private static final long serialVersionUID = 1L;

	private static final int MAX_NAME = 100;

	public FederatedUser {
		emailTrusted = emailTrusted && email != null;
		name = (name != null) ? tidy(name) : null;
	}

	public FederatedUser(FederatedIdentity identity, String providerName, @Nullable EmailAddress email,
			boolean emailTrusted, @Nullable String name) {
		this(identity, providerName, email, emailTrusted, name, false);
	}

	private static @Nullable String tidy(String name) {
		String line = name.replaceAll("[\\p{Cntrl}\\p{Cs}\\s]+", " ").strip();
		if (line.codePointCount(0, line.length()) > MAX_NAME) {
			line = line.substring(0, line.offsetByCodePoints(0, MAX_NAME));
		}
		return line.isEmpty() ? null : line;
	}

}

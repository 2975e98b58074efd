package dev.vestibule.account;

import java.io.Serializable;

/**
 * Who someone is at a provider. Identity is this triple and nothing else: an address
 * never stands in for it.
 *
 * @param provider the provider's id in the settings
 * @param authority whose subject it is: the issuer, or the application to which the
 * provider scopes its ids
 * @param subject the provider's stable identifier of the person
 */
public record FederatedIdentity(String provider, String authority, String subject) implements Serializable {

	private static final long serialVersionUID = 1L;

}

package dev.vestibule.account;

import dev.vestibule.account.SignUpProperties.Open;

import org.springframework.stereotype.Component;

/**
 * Who may have an account: by the settings, by an invitation, or since they are to be the
 * first administrator. It is asked for every way in, and again when the account is
 * created.
 */
@Component
public class SignUpPolicy {

	private final SignUpProperties properties;

	private final BootstrapProperties bootstrap;

	private final Invitations invitations;

	SignUpPolicy(SignUpProperties properties, BootstrapProperties bootstrap, Invitations invitations) {
		this.properties = properties;
		this.bootstrap = bootstrap;
		this.invitations = invitations;
	}

	/**
	 * Whether an address may have an account, if it has none.
	 */
	public boolean admits(EmailAddress email) {
		if (this.properties.openTo() == Open.EVERYONE) {
			return true;
		}
		// Asked in any case, so that all cases take as long.
		boolean invited = this.invitations.isInvited(email);
		return invited || this.bootstrap.names(email) || this.properties.domains().contains(email.domain());
	}

}

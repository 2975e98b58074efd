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

	private final SignUpSettings settings;

	private final BootstrapProperties bootstrap;

	private final Invitations invitations;

	SignUpPolicy(SignUpSettings settings, BootstrapProperties bootstrap, Invitations invitations) {
		this.settings = settings;
		this.bootstrap = bootstrap;
		this.invitations = invitations;
	}

	/**
	 * Whether an address may have an account, if it has none.
	 */
	public boolean admits(EmailAddress email) {
		Open openTo = this.settings.openTo();
		if (openTo == Open.EVERYONE) {
			return true;
		}
		// Asked in any case, so that all cases take as long.
		boolean invited = this.invitations.isInvited(email);
		return invited || this.bootstrap.names(email)
				|| openTo == Open.DOMAINS && this.settings.domains().contains(email.domain());
	}

}

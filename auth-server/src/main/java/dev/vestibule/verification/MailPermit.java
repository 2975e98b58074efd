package dev.vestibule.verification;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.Count;

/**
 * Leave to mail an address once. It is taken before the transaction begins in which the
 * mail is asked for; only this package gives it.
 */
public final class MailPermit {

	private final EmailAddress email;

	private final Count[] counts;

	MailPermit(EmailAddress email, Count... counts) {
		this.email = email;
		this.counts = counts;
	}

	public EmailAddress email() {
		return this.email;
	}

	Count[] counts() {
		return this.counts;
	}

}

package dev.vestibule.verification;

/**
 * What became of asking for another mail.
 */
public enum Resend {

	/** It is on its way, and what was mailed before is void. */
	SENT,
	/** The last mail is too recent, or there were too many; nothing changed. */
	TOO_SOON,
	/** There is no such challenge any more. */
	GONE

}

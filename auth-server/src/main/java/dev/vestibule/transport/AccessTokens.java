package dev.vestibule.transport;

/**
 * Access tokens that open a mailbox.
 */
interface AccessTokens {

	/**
	 * One that should still be good.
	 */
	String current() throws RefusedException;

	/**
	 * One that was obtained just now.
	 */
	String renewed() throws RefusedException;

}

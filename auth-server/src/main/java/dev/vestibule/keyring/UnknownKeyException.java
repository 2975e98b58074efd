package dev.vestibule.keyring;

/**
 * Something was made with a key that the keyring no longer holds.
 */
public class UnknownKeyException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	UnknownKeyException(String keyId) {
		super("The keyring holds no key with the id \"" + keyId
				+ "\", which something in the database was made with: put that key back.");
	}

}

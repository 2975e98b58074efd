package dev.vestibule.keyring;

/**
 * Something was made with a key that the keyring no longer holds.
 */
public class UnknownKeyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownKeyException(String keyId) {
		super("The keyring holds no key with the id \"" + keyId + "\"");
	}

}

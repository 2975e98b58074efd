package dev.vestibule.outbound;

import java.net.UnknownHostException;

/**
 * The host has no address that may be called.
 */
public class BlockedAddressException extends UnknownHostException {

	private static final long serialVersionUID = 1L;

	BlockedAddressException(String host) {
		super("\"" + host + "\" has only addresses that may not be called; if it is meant, "
				+ "name it in vestibule.outbound.allowed-hosts");
	}

}

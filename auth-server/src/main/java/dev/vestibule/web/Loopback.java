package dev.vestibule.web;

import java.util.Locale;
import java.util.Set;

/**
 * The names under which a machine reaches itself alone, so that plain text is no risk:
 * these and no other address of the range, as RFC 8252, section 7.3 has it.
 */
public final class Loopback {

	private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

	private Loopback() {
	}

	/**
	 * Whether a host is this machine.
	 * @param host a name or an address; one of version 6 with or without brackets
	 */
	public static boolean isHost(String host) {
		return HOSTS.contains(host.toLowerCase(Locale.ROOT));
	}

}

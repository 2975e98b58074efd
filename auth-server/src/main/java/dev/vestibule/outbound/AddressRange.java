package dev.vestibule.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), or a single address.
 */
final class AddressRange {

	private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

	private static final Pattern PREFIX_LENGTH = Pattern.compile("[0-9]{1,3}");

	private final byte[] network;

	private final int prefixLength;

	private AddressRange(byte[] network, int prefixLength) {
		this.network = network;
		this.prefixLength = prefixLength;
	}

	/**
	 * Whether the text is meant as addresses and not as a name.
	 */
	static boolean isMeant(String text) {
		return text.indexOf('/') >= 0 || LITERAL.matcher(text).matches();
	}

	static AddressRange of(String text) {
		String[] parts = text.split("/", 2);
		byte[] network = parse(text, parts[0]);
		int bits = network.length * 8;
		if (parts.length == 1) {
			return new AddressRange(network, bits);
		}
		if (!PREFIX_LENGTH.matcher(parts[1]).matches() || Integer.parseInt(parts[1]) > bits) {
			throw notANetwork(text, null);
		}
		return new AddressRange(network, Integer.parseInt(parts[1]));
	}

	boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (bytes.length != this.network.length) {
			return false;
		}
		int whole = this.prefixLength / 8;
		for (int i = 0; i < whole; i++) {
			if (bytes[i] != this.network[i]) {
				return false;
			}
		}
		int rest = this.prefixLength % 8;
		return rest == 0 || ((bytes[whole] ^ this.network[whole]) & 0xff) >> (8 - rest) == 0;
	}

	private static byte[] parse(String text, String address) {
		if (!LITERAL.matcher(address).matches()) {
			throw notANetwork(text, null);
		}
		try {
			// A literal is never looked up.
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			throw notANetwork(text, ex);
		}
	}

	private static IllegalArgumentException notANetwork(String text, @Nullable Exception ex) {
		return new IllegalArgumentException("This is neither an address nor a network, such as 10.1.0.0/16: " + text,
				ex);
	}

}

package dev.vestibule.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a request came from, as limits know it: an IPv4 address, or the /64 of an IPv6
 * address, for all of it is one subscriber's (RFC 6177).
 *
 * @param network names it in the key of a count
 */
public record Source(String network) {

	private static final int PREFIX_BYTES = 8;

	/**
	 * The source of an address, which is a literal and never looked up.
	 */
	public static Source of(String address) {
		return new Source(address.contains(":") ? network(address) : address);
	}

	private static String network(String address) {
		try {
			InetAddress parsed = InetAddress.getByName(address.replaceAll("%.*", ""));
			byte[] bytes = parsed.getAddress();
			if (parsed instanceof Inet6Address) {
				Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
				return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
			}
			return parsed.getHostAddress();
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}

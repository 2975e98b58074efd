package dev.vestibule.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.hc.client5.http.DnsResolver;

import org.springframework.stereotype.Component;

/**
 * Resolves names to the addresses that may be called. The connection is made to exactly
 * what was checked here, so that a name cannot change its mind in between.
 */
@Component
class Destinations implements DnsResolver {

	/** Not globally reachable, by IANA's registry of special-purpose addresses. */
	private static final List<AddressRange> BLOCKED = Stream
		.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
				"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
				"203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
		.map(AddressRange::of)
		.toList();

	/** All else in IPv6 is local, multicast, unassigned, or IPv4 in disguise. */
	private static final AddressRange GLOBAL_UNICAST = AddressRange.of("2000::/3");

	private final Set<String> allowedNames = new HashSet<>();

	private final List<AddressRange> allowedRanges;

	Destinations(OutboundProperties properties) {
		List<String> allowedHosts = properties.allowedHosts();
		for (String host : allowedHosts) {
			if (!AddressRange.isMeant(host)) {
				this.allowedNames.add(host.toLowerCase(Locale.ROOT));
			}
		}
		this.allowedRanges = allowedHosts.stream().filter(AddressRange::isMeant).map(AddressRange::of).toList();
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] addresses = lookUp(host);
		if (this.allowedNames.contains(host.toLowerCase(Locale.ROOT))) {
			return addresses;
		}
		InetAddress[] allowed = Arrays.stream(addresses).filter(this::mayCall).toArray(InetAddress[]::new);
		if (allowed.length == 0) {
			throw new BlockedAddressException(host);
		}
		return allowed;
	}

	@Override
	public String resolveCanonicalHostname(String host) {
		return host;
	}

	boolean mayCall(InetAddress address) {
		if (this.allowedRanges.stream().anyMatch((range) -> range.contains(address))) {
			return true;
		}
		boolean global = address.getAddress().length == 4 || GLOBAL_UNICAST.contains(address);
		return global && BLOCKED.stream().noneMatch((range) -> range.contains(address));
	}

	InetAddress[] lookUp(String host) throws UnknownHostException {
		return InetAddress.getAllByName(host);
	}

}

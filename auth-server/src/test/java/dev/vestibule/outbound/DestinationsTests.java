package dev.vestibule.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DestinationsTests {

	private final Destinations destinations = new Destinations(new OutboundProperties(List.of()));

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "0.1.2.3", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
			"127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
			"192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
			"239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::127.0.0.1",
			"::ffff:10.0.0.1", "64:ff9b::7f00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",
			"fc00::1", "fdff::1", "fe80::1", "fec0::1", "ff02::1", "4000::1" })
	void mayCallWhenNotGlobalThenNo(String address) throws UnknownHostException {
		assertThat(this.destinations.mayCall(InetAddress.getByName(address))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.0.0.1",
			"128.0.0.1", "142.250.1.1", "172.15.255.255", "172.32.0.0", "192.167.1.1", "223.255.255.255",
			"2001:4860:4860::8888", "2a00:1450::1" })
	void mayCallWhenGlobalThenYes(String address) throws UnknownHostException {
		assertThat(this.destinations.mayCall(InetAddress.getByName(address))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.3", "127.0.0.1", "fd00::5", "10.2.0.0" })
	void mayCallWhenRangeAllowedThenYes(String address) throws UnknownHostException {
		Destinations allowing = new Destinations(
				new OutboundProperties(List.of("10.1.0.0/16", "127.0.0.1", "fd00::/8", "10.2.0.0/31")));
		assertThat(allowing.mayCall(InetAddress.getByName(address))).isTrue();
		assertThat(allowing.mayCall(InetAddress.getByName("10.2.0.2"))).isFalse();
		assertThat(allowing.mayCall(InetAddress.getByName("127.0.0.2"))).isFalse();
	}

	@Test
	void resolveWhenNameAllowedThenWhereverItLeads() throws UnknownHostException {
		Destinations allowing = new Destinations(new OutboundProperties(List.of("LocalHost")));
		assertThat(allowing.resolve("localhost")).isNotEmpty();
		assertThatExceptionOfType(BlockedAddressException.class).isThrownBy(() -> allowing.resolve("127.0.0.1"))
			.withMessageContaining("vestibule.outbound.allowed-hosts");
	}

	@Test
	void resolveWhenSomeAddressesBlockedThenOnlyTheOthers() throws UnknownHostException {
		InetAddress global = InetAddress.getByName("1.1.1.1");
		Destinations mixed = new Destinations(new OutboundProperties(List.of())) {
			@Override
			InetAddress[] lookUp(String host) throws UnknownHostException {
				return new InetAddress[] { InetAddress.getByName("169.254.169.254"), global };
			}
		};
		assertThat(mixed.resolve("mixed.example")).containsExactly(global);
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0/33", "10.0.0.300", "1::/129", "10.0.0.0/", "intranet/8" })
	void createWhenNetworkMalformedThenRefused(String network) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.of(network)).withMessageContaining(network);
	}

}

package dev.vestibule.limit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SourceTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.1,192.0.2.1", "2001:db8:1:2:3:4:5:6,2001:db8:1:2:0:0:0:0/64",
			"2001:db8:1:2::9,2001:db8:1:2:0:0:0:0/64", "2001:db8:1:3::9,2001:db8:1:3:0:0:0:0/64",
			"::ffff:192.0.2.1,192.0.2.1", "fe80::1%eth0,fe80:0:0:0:0:0:0:0/64" })
	void ofThenNetwork(String address, String network) {
		assertThat(Source.of(address).network()).isEqualTo(network);
	}

}

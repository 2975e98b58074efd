package dev.vestibule.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ServerPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://login.example.com", "https://login.example.com:8443", "http://localhost:9000",
			"http://127.0.0.1", "http://[::1]:9000" })
	void newWhenIssuerAsBrowsersWriteItThenKept(String issuer) {
		assertThat(new ServerProperties(issuer, false).issuer()).isEqualTo(issuer);
	}

	@ParameterizedTest
	@CsvSource({ "https://login.example.com:443,https://login.example.com",
			"https://Login.Example.com,https://login.example.com",
			"HTTPS://login.example.com,https://login.example.com", "http://localhost:80,http://localhost",
			"http://LOCALHOST:9000,http://localhost:9000",
			"https://login.example.com:08443,https://login.example.com:8443",
			"https://login.example.com:,https://login.example.com" })
	void newWhenIssuerWrittenOtherwiseThenSaysHow(String issuer, String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerProperties(issuer, false))
			.withMessageContaining("as browsers write it, " + written + ",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://login.example.com", "http://127.0.0.2:9000", "http://localhost.example.com" })
	void newWhenPlainHttpOffThisMachineThenRefused(String issuer) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerProperties(issuer, false))
			.withMessageContaining("must begin with https://");
	}

}

package dev.vestibule.verification;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36|Chrome on Linux",
			"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0|Edge on Windows",
			"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15|Safari on macOS",
			"Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1|Safari on iPhone",
			"Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0|Firefox on Android",
			"Something (Linux)|Linux" })
	void ofWhenKnownThenBrowserAndSystem(String userAgent, String device) {
		assertThat(Device.of(userAgent)).isEqualTo(device);
	}

	@Test
	void ofWhenUnknownThenNothingOfIt() {
		assertThat(Device.of("Click here: https://evil.example")).isNull();
		assertThat(Device.of(null)).isNull();
	}

}

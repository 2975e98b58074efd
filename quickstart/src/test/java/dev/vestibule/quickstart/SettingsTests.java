package dev.vestibule.quickstart;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SettingsTests {

	@Test
	void ofWhenNothingIsSetThenDefaults() {
		Settings settings = Settings.of(Map.of());
		assertThat(settings.issuer()).hasToString("http://localhost:9000");
		assertThat(settings.address()).isEqualTo("127.0.0.1");
		assertThat(settings.data().getFileName()).hasToString(".vestibule");
		assertThat(settings.ports()).isEqualTo(new Settings.Ports(9000, 9001, 8080, 8025, 1025, 9100));
		assertThat(settings.hasReal("google")).isFalse();
		assertThat(settings.hasRealMail()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "VESTIBULE_ISSUER, https://login.example.com, VESTIBULE_QUICKSTART_HOST=login.example.com",
			"VESTIBULE_ISSUER, nonsense, is not an address",
			"VESTIBULE_ISSUER, http://127.0.0.2:9000, VESTIBULE_QUICKSTART_HOST=127.0.0.2",
			"SERVER_ADDRESS, 127.0.0.2, VESTIBULE_QUICKSTART_HOST=127.0.0.2",
			"SERVER_ADDRESS, 0.0.0.0, VESTIBULE_QUICKSTART_HOST=0.0.0.0",
			"VESTIBULE_ADMIN_PASSWORD, fourteen-chars, at least 15 characters",
			"VESTIBULE_AUTH_PORT, 70000, not a port between 1 and 65535", "VESTIBULE_DEMO_PORT, http, not a port",
			"VESTIBULE_PROVIDERS_GOOGLE_CLIENT_ID, x, must be set together",
			"VESTIBULE_PROVIDERS_FACEBOOK_CLIENT_SECRET, x, must be set together" })
	void ofWhenUnacceptableThenRefusedInASentence(String name, String value, String sentence) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> Settings.of(Map.of(name, value)))
			.withMessageContaining(sentence)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n"));
	}

	@Test
	void ofWhenHostIsNamedThenPermitted() {
		Settings settings = Settings.of(Map.of("VESTIBULE_ISSUER", "https://login.example.com", "SERVER_ADDRESS",
				"0.0.0.0", "VESTIBULE_QUICKSTART_HOST", "login.example.com,0.0.0.0"));
		assertThat(settings.isLoopback()).isFalse();
		assertThat(settings.address()).isEqualTo("0.0.0.0");
	}

	@Test
	void ofWhenCredentialsAreGivenThenProviderIsReal() {
		Settings settings = Settings.of(Map.of("VESTIBULE_PROVIDERS_GOOGLE_CLIENT_ID", "x",
				"VESTIBULE_PROVIDERS_GOOGLE_CLIENT_SECRET", "y", "SPRING_MAIL_HOST", "smtp.example.com"));
		assertThat(settings.hasReal("google")).isTrue();
		assertThat(settings.hasReal("facebook")).isFalse();
		assertThat(settings.hasRealMail()).isTrue();
	}

	@Test
	void passedOnWhenOwnThenWithheld() {
		Map<String, String> passed = Map.of("PATH", "/bin", "SPRING_MAIL_HOST", "smtp.example.com",
				"VESTIBULE_MAIL_FROM", "x@example.com");
		Map<String, String> environment = new HashMap<>(passed);
		environment.putAll(Map.of("VESTIBULE_ADMIN_PASSWORD", "fifteen-letters", "SERVER_PORT", "1", "VESTIBULE_DATA",
				"x", "SPRING_DATASOURCE_URL", "x", "VESTIBULE_AUTH_PORT", "9000"));
		assertThat(Settings.of(environment).passedOn()).isEqualTo(passed);
	}

}

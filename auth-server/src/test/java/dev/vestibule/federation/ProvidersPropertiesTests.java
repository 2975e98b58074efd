package dev.vestibule.federation;

import java.util.List;

import dev.vestibule.federation.ProvidersProperties.Facebook;
import dev.vestibule.federation.ProvidersProperties.Google;
import dev.vestibule.outbound.Outbound;
import dev.vestibule.web.ServerProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ProvidersPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withBean(Outbound.class, ProvidersPropertiesTests::outbound)
		.withPropertyValues("vestibule.issuer=http://localhost:9000");

	@Test
	void startWhenNoneConfiguredThenNoneListed() {
		this.runner.run((context) -> assertThat(context.getBean(Providers.class).list()).isEmpty());
	}

	@Test
	void startWhenSetToNothingThenNoneListed() {
		this.runner
			.withPropertyValues("vestibule.providers.google.client-id=", "vestibule.providers.google.client-secret=")
			.run((context) -> assertThat(context.getBean(Providers.class).list()).isEmpty());
	}

	@Test
	void startWhenOneConfiguredThenListedWithoutACall() {
		this.runner
			.withPropertyValues("vestibule.providers.google.client-id=a", "vestibule.providers.google.client-secret=b")
			.run((context) -> assertThat(context.getBean(Providers.class).list())
				.isEqualTo(List.of(new ProviderLink("google", "Google"))));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			google.client-id=a          | vestibule.providers.google is half set: client-secret is missing.
			facebook.client-secret=a    | vestibule.providers.facebook is half set: client-id is missing.
			google.issuer-uri=http://a.example | vestibule.providers.google.issuer-uri must begin with https://
			google.issuer-uri=accounts  | vestibule.providers.google.issuer-uri must begin with https://
			google.issuer-uri=https://a b | vestibule.providers.google.issuer-uri must begin with https://
			facebook.graph-version=26   | vestibule.providers.facebook.graph-version must look like v26.0: 26
			""")
	void startWhenSettingWrongThenOneSentence(String setting, String sentence) {
		this.runner.withPropertyValues("vestibule.providers." + setting)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalArgumentException.class)
				.hasMessageStartingWith(sentence));
	}

	private static Outbound outbound() {
		Outbound outbound = mock();
		given(outbound.restClient()).willReturn(RestClient.builder());
		return outbound;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ ProvidersProperties.class, ServerProperties.class })
	@Import({ ProviderHttp.class, Providers.class })
	static class Application {

	}

	@Test
	void toStringThenNoSecret() {
		assertThat(new ProvidersProperties(new Google("id", "s3cr3t", "https://accounts.google.com"),
				new Facebook("id", "s3cr3t", "v26.0", "https://www.facebook.com", "https://graph.facebook.com"))
			.toString()).contains("id").doesNotContain("s3cr3t");
	}

}

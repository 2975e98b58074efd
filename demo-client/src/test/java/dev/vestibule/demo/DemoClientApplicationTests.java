package dev.vestibule.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class DemoClientApplicationTests {

	@Test
	void startWhenSecretIsNotSetThenRefusedInASentence(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--demo.client-secret="));
		assertThat(output).contains("demo.client-secret is not set: give the secret").doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, DEMO_SESSION=.*; Path=/; HttpOnly; SameSite=Lax",
			"https://demo.example, __Host-DEMO_SESSION=.*; Path=/; Secure; HttpOnly; SameSite=Lax" })
	void sessionThenItsCookieIsAsSafeAsTheAddressPermits(String baseUrl, String cookie)
			throws IOException, InterruptedException {
		try (ConfigurableApplicationContext demo = start("--demo.client-secret=secret", "--demo.base-url=" + baseUrl)) {
			URI page = URI
				.create("http://127.0.0.1:" + demo.getEnvironment().getProperty("local.server.port") + "/profile");
			assertThat(HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
				.headers()
				.allValues("Set-Cookie")).singleElement().asString().matches(cookie);
		}
	}

	private static ConfigurableApplicationContext start(String... settings) {
		String[] arguments = new String[settings.length + 1];
		System.arraycopy(settings, 0, arguments, 0, settings.length);
		arguments[settings.length] = "--server.port=0";
		return SpringApplication.run(DemoClientApplication.class, arguments);
	}

}

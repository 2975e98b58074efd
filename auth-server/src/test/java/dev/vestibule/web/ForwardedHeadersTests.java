package dev.vestibule.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Whose word is taken for where a request comes from.
 */
class ForwardedHeadersTests {

	private static final String NOBODY = "";

	@Test
	void startWhenThePlatformIsAProxysThenNobodyIsTrusted() {
		try (ServletWebServerApplicationContext context = start(NOBODY, "--spring.main.cloud-platform=kubernetes")) {
			TomcatWebServer server = (TomcatWebServer) context.getWebServer();
			assertThat(server.getTomcat().getEngine().getPipeline().getValves())
				.noneMatch(RemoteIpValve.class::isInstance);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "''|203.0.113.7|127.0.0.1", "192.0.2.0/24|203.0.113.7|127.0.0.1",
					"127.0.0.1|203.0.113.7|203.0.113.7", "127.0.0.1|198.51.100.66, 203.0.113.7|203.0.113.7",
					"127.0.0.1,10.0.0.0/8|198.51.100.66, 203.0.113.7, 10.1.2.3|203.0.113.7",
					"127.0.0.1,10.1.2.0/31|203.0.113.7, 10.1.2.2|10.1.2.2", "127.0.0.0/8,::1|2001:db8::7|2001:db8::7",
					"127.0.0.1,2001:db8:1::/48|203.0.113.7, 2001:db8:1::9|203.0.113.7", "127.0.0.1|''|127.0.0.1" })
	void attack18WhenForwardedThenTheLastAddressThatIsNoTrustedProxysCounts(String trusted, String forwardedFor,
			String client) throws Exception {
		assertThat(seen(trusted, "X-Forwarded-For", forwardedFor)).isEqualTo(client + " http localhost");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "X-Forwarded-Host|evil.example", "X-Forwarded-Proto|https", "X-Forwarded-Port|444",
					"Forwarded|for=203.0.113.7;host=evil.example;proto=https", "X-Real-IP|203.0.113.7" })
	void attack18WhenATrustedProxySaysMoreThenNothingElseCounts(String header, String value) throws Exception {
		assertThat(seen("127.0.0.1", header, value)).isEqualTo("127.0.0.1 http localhost");
	}

	@ParameterizedTest
	@ValueSource(strings = { "proxy.example.com", "proxy.example.com/24", "10.0.0.0/33", "10.0.0.0/", "10.0", "*",
			"10.0.0.256", "::1/129", "10.0.0.0/8/8", "" })
	void propertiesWhenNoNetworkThenRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ProxyProperties(List.of(text)))
			.withMessageContaining("vestibule.trusted-proxies must be");
	}

	/**
	 * What the server takes for the client's address, the scheme and the host.
	 */
	private static String seen(String trusted, String header, String value) throws IOException, InterruptedException {
		try (ServletWebServerApplicationContext context = start(trusted)) {
			URI uri = URI.create("http://localhost:" + context.getWebServer().getPort() + "/");
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).header(header, value).build(), BodyHandlers.ofString())
				.body();
		}
	}

	private static ServletWebServerApplicationContext start(String trusted, String... arguments) {
		return (ServletWebServerApplicationContext) new SpringApplicationBuilder(Server.class)
			.properties("vestibule.trusted-proxies=" + trusted)
			.properties("server.port=0", "server.address=127.0.0.1")
			.run(arguments);
	}

	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	@Import(ProxyConfiguration.class)
	@EnableConfigurationProperties(ProxyProperties.class)
	static class Server {

		@Bean
		ServletRegistrationBean<HttpServlet> echo() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				private static final long serialVersionUID = 1L;

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					response.getWriter()
						.print(request.getRemoteAddr() + " " + request.getScheme() + " " + request.getServerName());
				}

			}, "/");
		}

	}

}

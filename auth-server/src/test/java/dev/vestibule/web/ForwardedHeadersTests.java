package dev.vestibule.web;

import org.apache.catalina.valves.RemoteIpValve;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose word is taken for where a request comes from.
 */
class ForwardedHeadersTests {

	@ParameterizedTest
	@CsvSource({ "spring.main.cloud-platform=kubernetes,false", "server.forward-headers-strategy=native,true" })
	void startThenForwardedHeadersCountOnlyWhenSet(String setting, boolean counted) {
		try (ServletWebServerApplicationContext context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(
				Server.class)
			.run("--server.port=0", "--server.address=127.0.0.1", "--" + setting)) {
			TomcatWebServer server = (TomcatWebServer) context.getWebServer();
			assertThat(server.getTomcat().getEngine().getPipeline().getValves())
				.filteredOn(RemoteIpValve.class::isInstance)
				.hasSize(counted ? 1 : 0);
		}
	}

	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Server {

	}

}

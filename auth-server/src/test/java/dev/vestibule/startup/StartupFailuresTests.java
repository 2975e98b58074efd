package dev.vestibule.startup;

import java.io.IOException;
import java.net.ServerSocket;

import dev.vestibule.standin.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Everything that is written when the server does not start is the one sentence.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailuresTests {

	@Test
	void startWhenSettingRefusedThenItsSentence(CapturedOutput output) {
		start(Settings.class, "--house.doors=0");
		assertThat(output).isEqualToIgnoringNewLines("house.doors must be 1 or more: nobody could come in.");
	}

	@Test
	void startWhenSettingUnreadableThenNamedWithoutItsValue(CapturedOutput output) {
		start(Settings.class, "--house.doors=hunter2");
		assertThat(output).isEqualToIgnoringNewLines("The setting house.doors cannot be read: it must be of type int.");
	}

	@Test
	void startWhenDatabaseAbsentThenItsAddressWithoutSecrets(CapturedOutput output) throws IOException {
		int closed = Ports.free();
		start(Database.class, "--spring.datasource.url=jdbc:postgresql://localhost:" + closed + "/v?password=hunter2",
				"--spring.datasource.hikari.connection-timeout=250", "--spring.flyway.connect-retries=0");
		assertThat(output).isEqualToIgnoringNewLines("The database at jdbc:postgresql://localhost:" + closed
				+ "/v cannot be reached: start PostgreSQL, or set its address with SPRING_DATASOURCE_URL.");
	}

	@Test
	void startWhenNoDatabaseSetThenSaid(CapturedOutput output) {
		start(Database.class);
		assertThat(output.toString().lines()).singleElement().asString().startsWith("No database is set: ");
	}

	@Test
	void startWhenPortInUseThenNumber(CapturedOutput output) throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			start(Server.class, taken.getLocalPort());
			assertThat(output).isEqualToIgnoringNewLines("Port " + taken.getLocalPort()
					+ " is in use: stop what listens there, or set another one with SERVER_PORT.");
		}
	}

	private static void start(Class<?> application, String... arguments) {
		start(application, 0, arguments);
	}

	private static void start(Class<?> application, int port, String... arguments) {
		String[] all = StringUtils.addStringToArray(arguments, "--server.port=" + port);
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application, Server.class)
			.registerShutdownHook(false);
		assertThatException().isThrownBy(() -> builder.run(all));
	}

	@EnableConfigurationProperties(House.class)
	static class Settings {

	}

	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	static class Database {

	}

	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Server {

	}

	@ConfigurationProperties("house")
	record House(int doors) {

		House {
			Assert.isTrue(doors > 0, "house.doors must be 1 or more: nobody could come in.");
		}

	}

}

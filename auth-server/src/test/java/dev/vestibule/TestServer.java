package dev.vestibule;

import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/**
 * The server without its browser side: keys, clients, and the admin API.
 */
@TestConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ConfigurationPropertiesScan({ "dev.vestibule.account", "dev.vestibule.keyring", "dev.vestibule.web",
		"dev.vestibule.client" })
@ComponentScan({ "dev.vestibule.account", "dev.vestibule.audit", "dev.vestibule.keyring", "dev.vestibule.web",
		"dev.vestibule.signing", "dev.vestibule.client", "dev.vestibule.admin" })
public class TestServer {

	public static final String ISSUER = "vestibule.issuer=http://localhost:9000";

	public static final String KEYRING = "vestibule.keyring.keys=test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	/**
	 * Starts a node on a random port.
	 * @param databaseUrl the database, which other nodes may share
	 */
	public static ConfigurableApplicationContext start(String databaseUrl, String... settings) {
		Stream<String> own = Stream.of("server.port=0", "server.address=127.0.0.1", ISSUER, KEYRING,
				"spring.datasource.url=" + databaseUrl, "spring.datasource.hikari.maximum-pool-size=4",
				"spring.main.banner-mode=off");
		return new SpringApplicationBuilder(TestServer.class)
			.run(Stream.concat(own, Stream.of(settings)).map((setting) -> "--" + setting).toArray(String[]::new));
	}

}

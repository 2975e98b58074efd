package dev.vestibule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The server without its browser side: keys, clients, tokens, and the admin API. It bears
 * no stereotype, so that the scan of the whole server passes it over.
 */
@EnableAutoConfiguration
@PropertySource("classpath:dev/vestibule/test-server.properties")
@ConfigurationPropertiesScan({ "dev.vestibule.account", "dev.vestibule.audit", "dev.vestibule.keyring",
		"dev.vestibule.web", "dev.vestibule.signing", "dev.vestibule.client", "dev.vestibule.token",
		"dev.vestibule.mail", "dev.vestibule.outbound", "dev.vestibule.federation", "dev.vestibule.transport",
		"dev.vestibule.declared", "dev.vestibule.webhook", "dev.vestibule.setting" })
@ComponentScan(
		basePackages = { "dev.vestibule.account", "dev.vestibule.audit", "dev.vestibule.keyring", "dev.vestibule.web",
				"dev.vestibule.signing", "dev.vestibule.freshness", "dev.vestibule.client", "dev.vestibule.token",
				"dev.vestibule.mail", "dev.vestibule.outbound", "dev.vestibule.federation", "dev.vestibule.transport",
				"dev.vestibule.mailing", "dev.vestibule.admin", "dev.vestibule.declared", "dev.vestibule.statistics",
				"dev.vestibule.webhook", "dev.vestibule.setting" },
		excludeFilters = @Filter(type = FilterType.REGEX,
				pattern = ".*\\.(Test[A-Z]|\\w+Tests|IdentityLinks|ProviderNotices|InvitationsController|InvitationAdministration|SessionsController|SessionAdministration).*"))
public class TestServer {

	public static final String ISSUER = "vestibule.issuer=http://localhost:9000";

	/** For a context without all that the server's health looks at. */
	public static final String PART_ONLY = "management.endpoint.health.validate-group-membership=false";

	public static final String KEYRING = "vestibule.keyring.keys=test:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

	/**
	 * Starts a node on a random port.
	 * @param databaseUrl the database, which other nodes may share
	 */
	public static ConfigurableApplicationContext start(String databaseUrl, String... settings) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		Stream
			.of("server.port=0", "server.address=127.0.0.1", ISSUER, KEYRING, "spring.main.banner-mode=off",
					"spring.datasource.url=" + databaseUrl, "spring.datasource.hikari.maximum-pool-size=4")
			.forEach((setting) -> put(arguments, setting));
		Stream.of(settings).forEach((setting) -> put(arguments, setting));
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", arguments));
		return new SpringApplicationBuilder(TestServer.class).environment(environment).run();
	}

	private static void put(Map<String, Object> arguments, String setting) {
		int equals = setting.indexOf('=');
		arguments.put(setting.substring(0, equals), setting.substring(equals + 1));
	}

}

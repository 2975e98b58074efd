package dev.vestibule.benchmark.plain;

import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Spring Authorization Server with Boot's filter chains and key, its own JDBC services,
 * and refresh tokens that rotate. Passwords cost nothing here.
 */
@SpringBootApplication
public class PlainApplication {

	public static void main(String[] args) {
		SpringApplication.run(PlainApplication.class, args);
	}

	@Bean
	RegisteredClientRepository registeredClients(JdbcOperations jdbc, Environment environment) {
		RegisteredClientRepository clients = new JdbcRegisteredClientRepository(jdbc);
		String secret = environment.getRequiredProperty("secret");
		register(clients, service("rs256", "{noop}" + secret + "rs256"));
		register(clients, service("bcrypt", "{bcrypt}" + BCrypt.hashpw(secret + "bcrypt", BCrypt.gensalt())));
		register(clients,
				client("app", "{noop}" + secret + "app")
					.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
					.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
					.redirectUri("https://app.example.com/callback")
					.scope("openid")
					.scope("profile")
					.scope("email"));
		return clients;
	}

	@Bean
	OAuth2AuthorizationService authorizations(JdbcOperations jdbc, RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationService(jdbc, clients);
	}

	@Bean
	OAuth2AuthorizationConsentService consents(JdbcOperations jdbc, RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationConsentService(jdbc, clients);
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(IntStream.range(0, 100)
			.mapToObj((number) -> User.withUsername("person-" + number + "@example.com")
				.password("{noop}correct zebra battery 42")
				.roles("USER")
				.build())
			.toArray(UserDetails[]::new));
	}

	/**
	 * Reads each prefix and writes none anew: the default would turn {noop} into bcrypt
	 * at the first use.
	 */
	@Bean
	PasswordEncoder passwords() {
		PasswordEncoder all = PasswordEncoderFactories.createDelegatingPasswordEncoder();
		return new PasswordEncoder() {

			@Override
			public String encode(@Nullable CharSequence password) {
				return "{noop}" + password;
			}

			@Override
			public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
				return all.matches(password, encoded);
			}

		};
	}

	private static RegisteredClient.Builder service(String id, String secret) {
		return client(id, secret).authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
	}

	private static RegisteredClient.Builder client(String id, String secret) {
		return RegisteredClient.withId(UUID.randomUUID().toString())
			.clientId(id)
			.clientSecret(secret)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.scope("notes.read")
			.clientSettings(ClientSettings.builder().requireProofKey(id.equals("app")).build())
			.tokenSettings(TokenSettings.builder().reuseRefreshTokens(false).build());
	}

	private static void register(RegisteredClientRepository clients, RegisteredClient.Builder client) {
		RegisteredClient built = client.build();
		if (clients.findByClientId(built.getClientId()) == null) {
			clients.save(built);
		}
	}

}

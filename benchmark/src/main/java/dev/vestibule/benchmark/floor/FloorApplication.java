package dev.vestibule.benchmark.floor;

import java.util.stream.Stream;

import java.security.GeneralSecurityException;

import com.nimbusds.jose.JOSEException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * One stateless filter chain with the clients in memory, and what answers at its end.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class FloorApplication {

	public static void main(String[] args) {
		SpringApplication.run(FloorApplication.class, args);
	}

	@Bean
	SecurityFilterChain chain(HttpSecurity http, JdbcClient jdbc) throws JOSEException, GeneralSecurityException {
		Signers signers = new Signers();
		// @formatter:off
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/oauth2/token").authenticated()
				.anyRequest().permitAll())
			.httpBasic(Customizer.withDefaults())
			.csrf((csrf) -> csrf.disable())
			.sessionManagement((session) -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.requestCache((cache) -> cache.disable())
			.addFilterAfter(new Documents(signers.publicKeys()), AuthorizationFilter.class)
			.addFilterAfter(new Tokens(signers, new Families(jdbc)), AuthorizationFilter.class)
			.build();
		// @formatter:on
	}

	@Bean
	UserDetailsService clients(Environment environment) {
		String secret = environment.getRequiredProperty("secret");
		return new InMemoryUserDetailsManager(Stream.of("es256", "rs256", "app")
			.map((id) -> User.withUsername(id).password(secret + id).roles("CLIENT").build())
			.toArray(UserDetails[]::new));
	}

	@Bean
	PasswordEncoder secrets() {
		return new PlainSecrets();
	}

}

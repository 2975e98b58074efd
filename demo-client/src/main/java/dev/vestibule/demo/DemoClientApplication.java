package dev.vestibule.demo;

import java.util.List;
import java.util.Locale;

import jakarta.servlet.SessionCookieConfig;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * Starts the demo; the authorization server may come up before or after it.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DemoClientApplication {

	public static void main(String[] args) {
		SpringApplication.run(DemoClientApplication.class, args);
	}

	/**
	 * Over TLS the session's cookie stays there, and no other host can set it (RFC
	 * 6265bis, section 4.1.3.2).
	 */
	@Bean
	ServletContextInitializer sessionCookie(DemoProperties demo) {
		return (context) -> {
			if (demo.secure()) {
				SessionCookieConfig cookie = context.getSessionCookieConfig();
				cookie.setName("__Host-" + cookie.getName());
				cookie.setPath("/");
				cookie.setSecure(true);
			}
		};
	}

	@Bean
	LocaleResolver localeResolver() {
		AcceptHeaderLocaleResolver locales = new AcceptHeaderLocaleResolver();
		locales.setSupportedLocales(List.of(Locale.ENGLISH, Locale.KOREAN));
		locales.setDefaultLocale(Locale.ENGLISH);
		return locales;
	}

}

package dev.vestibule.demo;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
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

	@Bean
	LocaleResolver localeResolver() {
		AcceptHeaderLocaleResolver locales = new AcceptHeaderLocaleResolver();
		locales.setSupportedLocales(List.of(Locale.ENGLISH, Locale.KOREAN));
		locales.setDefaultLocale(Locale.ENGLISH);
		return locales;
	}

}

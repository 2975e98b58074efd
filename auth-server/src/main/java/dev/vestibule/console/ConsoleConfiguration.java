package dev.vestibule.console;

import dev.vestibule.selfservice.RecentSignIn;
import dev.vestibule.selfservice.SignedIn;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who gets to the console: an administrator who is signed in, and for what ends something
 * one who has signed in just now. It is asked before the page that says what will end, so
 * that nobody types for nothing.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

	private static final String[] PAGES = { "/admin", "/admin/clients", "/admin/clients/**" };

	private static final String[] DANGEROUS = { "/admin/clients/*/disable", "/admin/clients/*/secret",
			"/admin/clients/*/delete" };

	private final SignedIn signedIn;

	private final ConsoleAccess access;

	private final RecentSignIn recentSignIn;

	ConsoleConfiguration(SignedIn signedIn, ConsoleAccess access, RecentSignIn recentSignIn) {
		this.signedIn = signedIn;
		this.access = access;
		this.recentSignIn = recentSignIn;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.signedIn).addPathPatterns(PAGES);
		registry.addInterceptor(this.access).addPathPatterns(PAGES);
		registry.addInterceptor(this.recentSignIn).addPathPatterns(DANGEROUS);
	}

}

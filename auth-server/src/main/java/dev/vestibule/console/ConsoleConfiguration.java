package dev.vestibule.console;

import dev.vestibule.selfservice.SignedIn;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who gets to the console: whoever is signed in and has a role in the administration.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

	private static final String[] PAGES = { "/admin", "/admin/**" };

	private static final String[] API = { "/admin/api", "/admin/api/**" };

	private final SignedIn signedIn;

	private final ConsoleAccess access;

	ConsoleConfiguration(SignedIn signedIn, ConsoleAccess access) {
		this.signedIn = signedIn;
		this.access = access;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.signedIn).addPathPatterns(PAGES).excludePathPatterns(API);
		registry.addInterceptor(this.access).addPathPatterns(PAGES).excludePathPatterns(API);
	}

}

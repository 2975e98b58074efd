package dev.vestibule.selfservice;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who gets to which page. The mailed link is for everybody, since it may be opened
 * anywhere and tells where to go on; and what a page asks by itself is no destination.
 */
@Configuration(proxyBeanMethods = false)
class SelfServiceConfiguration implements WebMvcConfigurer {

	private final SignedIn signedIn;

	private final RecentSignIn recentSignIn;

	SelfServiceConfiguration(SignedIn signedIn, RecentSignIn recentSignIn) {
		this.signedIn = signedIn;
		this.recentSignIn = recentSignIn;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.signedIn)
			.addPathPatterns("/account", "/account/**")
			.excludePathPatterns("/account/email/link", "/account/email/code/progress");
		registry.addInterceptor(this.recentSignIn)
			.addPathPatterns("/account/email", "/account/password", "/account/identities/**");
	}

}

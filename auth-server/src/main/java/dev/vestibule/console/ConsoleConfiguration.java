package dev.vestibule.console;

import java.util.regex.Pattern;

import dev.vestibule.admin.SettingAdministration;
import dev.vestibule.selfservice.SignedIn;
import dev.vestibule.web.ErrorPages;
import dev.vestibule.web.LargeBody;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who gets to the console: whoever is signed in and has a role in the administration.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

	private static final String[] PAGES = { "/admin", "/admin/**" };

	/** Where forms bring pictures. */
	private static final Pattern PICTURES = Pattern.compile(ConsoleLogoController.PATH + "|/admin/clients/[^/]+/logo");

	private static final String[] API = { "/admin/api", "/admin/api/**" };

	private final SignedIn signedIn;

	private final ConsoleAccess access;

	ConsoleConfiguration(SignedIn signedIn, ConsoleAccess access) {
		this.signedIn = signedIn;
		this.access = access;
	}

	@Bean
	static FilterRegistrationBean<PictureUpload> pictureUpload(ErrorPages errors) {
		FilterRegistrationBean<PictureUpload> filter = new FilterRegistrationBean<>(
				new PictureUpload(PICTURES, errors));
		filter.setOrder(LargeBody.READER_ORDER);
		return filter;
	}

	@Bean
	static LargeBody pictureBody() {
		return new LargeBody(ConsoleLogoController.PATH, SettingAdministration.MAX_BODY);
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this.signedIn).addPathPatterns(PAGES).excludePathPatterns(API);
		registry.addInterceptor(this.access).addPathPatterns(PAGES).excludePathPatterns(API);
	}

}

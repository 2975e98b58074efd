package dev.vestibule.web;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.ITemplateEngine;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import org.springframework.web.servlet.resource.VersionResourceResolver;

/**
 * The filters before the session, in their order, and what every page gets.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

	/** After the filter that sets the character encoding. */
	private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

	private final SecurityHeaders headers;

	private final Look look;

	WebConfiguration(ServerProperties server, Look look) {
		this.headers = new SecurityHeaders(server.secure());
		this.look = look;
	}

	@Bean
	FilterRegistrationBean<SecurityHeaders> securityHeaders() {
		return at(FIRST, this.headers);
	}

	@Bean
	FilterRegistrationBean<RequestLimits> requestLimits(ErrorPages errors, ObjectProvider<LargeBody> larger) {
		return at(FIRST + 1, new RequestLimits(errors, larger.stream().toList()));
	}

	@Bean
	FilterRegistrationBean<PublicDocuments> publicDocuments(ObjectProvider<PublicDocument> documents,
			ErrorPages errors) {
		return at(FIRST + 2, new PublicDocuments(documents::stream, errors));
	}

	@Bean
	FilterRegistrationBean<LanguageFilter> languageFilter(ServerProperties server) {
		return at(FIRST + 3, new LanguageFilter(server.secure()));
	}

	@Bean
	FilterRegistrationBean<ParameterGuard> parameterGuard(ErrorPages errors) {
		return at(FIRST + 4, new ParameterGuard(errors));
	}

	@Bean
	FilterRegistrationBean<ForeignPostFilter> foreignPosts(ServerProperties server, ErrorPages errors) {
		return at(FIRST + 5, new ForeignPostFilter(server, errors));
	}

	@Bean
	FilterRegistrationBean<DatabaseUnavailableFilter> databaseUnavailable(ErrorPages errors) {
		return at(SessionRepositoryFilter.DEFAULT_ORDER - 1, new DatabaseUnavailableFilter(errors, this.headers));
	}

	@Bean
	static BeanPostProcessor patience() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof HikariDataSource pool) ? new PatientDataSource(pool) : bean;
			}

		};
	}

	private static <T extends Filter> FilterRegistrationBean<T> at(int order, T filter) {
		FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
		registration.setOrder(order);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
		return registration;
	}

	/**
	 * What the container answers by itself is answered in our way.
	 */
	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> container() {
		return (factory) -> {
			factory.setProtocol(HttpProtocol.class.getName());
			factory.addContextCustomizers((context) -> context.getParent()
				.getPipeline()
				.addValve(new ContainerErrorPage(this.headers, this.look)));
		};
	}

	@Bean
	ErrorPages errorPages(ITemplateEngine templates, MessageSource messages, ResourceUrlProvider resources) {
		return new ErrorPages(templates, messages, resources, this.look);
	}

	@Bean
	LocaleResolver localeResolver() {
		return new LocaleResolver() {

			@Override
			public Locale resolveLocale(HttpServletRequest request) {
				return Languages.of(request);
			}

			@Override
			public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response,
					@Nullable Locale locale) {
				throw new UnsupportedOperationException("by ui_locales only");
			}

		};
	}

	@Bean
	FlashMapManager flashMapManager() {
		return new NoFlashAttributes();
	}

	/**
	 * Files have their content's hash in their names. Each link of a page is looked up
	 * among these, so that they are not said to be everywhere.
	 */
	@Override
	public void addResourceHandlers(ResourceHandlerRegistry registry) {
		for (String folder : List.of("css", "img", "js")) {
			registry.addResourceHandler("/" + folder + "/**")
				.addResourceLocations("classpath:/static/" + folder + "/")
				.setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic())
				// Builds are reproducible, so that every version's files bear the same
				// date.
				.setUseLastModified(false)
				.resourceChain(true)
				.addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
		}
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new LanguageLinks());
		registry.addInterceptor(this.look);
	}

}

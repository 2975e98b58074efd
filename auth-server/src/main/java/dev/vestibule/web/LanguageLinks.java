package dev.vestibule.web;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.UrlBasedViewResolver;

/**
 * Gives every page the links by which a person switches its language.
 */
class LanguageLinks implements HandlerInterceptor {

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) {
		if (page != null && isPage(page)) {
			page.addObject("languages", of(request));
		}
	}

	static boolean isPage(ModelAndView page) {
		return page.getViewName() != null && !page.getViewName().startsWith(UrlBasedViewResolver.REDIRECT_URL_PREFIX);
	}

	static List<Language> of(HttpServletRequest request) {
		String query = query(request);
		Locale current = Languages.of(request);
		return Languages.SUPPORTED.stream()
			.map((locale) -> new Language(locale.toLanguageTag(), locale.getDisplayLanguage(locale),
					"?" + query + "ui_locales=" + locale.toLanguageTag(), locale.equals(current)))
			.toList();
	}

	/**
	 * What the page was asked for with; nothing after a form, whose link leads to the
	 * form's page.
	 */
	private static String query(HttpServletRequest request) {
		Object method = request.getAttribute(RequestDispatcher.ERROR_METHOD);
		String query = request.getQueryString();
		if (query == null || !"GET".equals((method != null) ? method : request.getMethod())) {
			return "";
		}
		return Stream.of(query.split("&"))
			.filter((parameter) -> !parameter.startsWith("ui_locales="))
			.map((parameter) -> parameter + "&")
			.collect(Collectors.joining());
	}

	/**
	 * One language's link.
	 *
	 * @param tag the language's tag
	 * @param name its own name
	 * @param href a query, relative to the page
	 * @param current whether the page is in it
	 */
	public record Language(String tag, String name, String href, boolean current) {

	}

}

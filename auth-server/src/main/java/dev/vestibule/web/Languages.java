package dev.vestibule.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The languages that pages and mails are written in, and how a wish is matched to one of
 * them (RFC 4647, section 3.4).
 */
final class Languages {

	static final Locale DEFAULT = Locale.ENGLISH;

	static final List<Locale> SUPPORTED = List.of(Locale.ENGLISH, Locale.KOREAN);

	private static final String DECISION = Languages.class.getName();

	private static final int MAX_WISHES = 10;

	private Languages() {
	}

	/**
	 * The first supported one of a space-separated list of language tags, as in OpenID
	 * Connect's {@code ui_locales}.
	 */
	static @Nullable Locale first(@Nullable String tags) {
		if (tags == null) {
			return null;
		}
		List<Locale> wishes = new ArrayList<>();
		for (String tag : tags.split(" ", MAX_WISHES)) {
			wishes.add(Locale.forLanguageTag(tag));
		}
		return first(wishes);
	}

	/**
	 * The language of the answer to a request: the one that {@link LanguageFilter} has
	 * decided on, or for what never came that far the browser's own.
	 */
	static Locale of(HttpServletRequest request) {
		return (request.getAttribute(DECISION) instanceof Locale locale) ? locale : accepted(request);
	}

	static void decide(HttpServletRequest request, Locale locale) {
		request.setAttribute(DECISION, locale);
	}

	/**
	 * The one that the browser is set to, or the default.
	 */
	static Locale accepted(HttpServletRequest request) {
		if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
			return DEFAULT;
		}
		Locale locale = first(Collections.list(request.getLocales()));
		return (locale != null) ? locale : DEFAULT;
	}

	private static @Nullable Locale first(List<Locale> wishes) {
		for (Locale wish : wishes) {
			for (Locale supported : SUPPORTED) {
				if (supported.getLanguage().equals(wish.getLanguage())) {
					return supported;
				}
			}
		}
		return null;
	}

}

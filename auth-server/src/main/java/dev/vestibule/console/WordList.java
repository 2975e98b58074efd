package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.ModelAndView;

/**
 * A list that is ordered by one text and searched by words.
 *
 * @param name of the list in its page
 * @param done what may have been done just before, for the page to say
 * @param position the text by which an entry stands where it does
 * @param shown an entry as the page shows it
 */
record WordList<T>(String view, String name, Set<String> done, Search<T> search, Function<T, String> position,
		BiFunction<T, Locale, ?> shown) {

	ModelAndView show(HttpServletRequest request, Locale locale, ConsoleWords words) {
		ModelAndView page = new ModelAndView(this.view);
		return Listing.fill(page, this.name, request, locale, words,
				(query) -> fill(page, query, Page.read(query, request), locale));
	}

	private void fill(ModelAndView model, Fields query, Page<String> page, Locale locale) {
		String words = query.words("q");
		model.addObject("q", words).addObject("done", query.choice("done", this.done));
		query.words("ui_locales");
		query.check();
		Listing.show(model, this.name, page, this.search.find(words, page.after(""), page.toFind()),
				this.position.andThen(List::of), (entry) -> this.shown.apply(entry, locale));
	}

	/**
	 * Finds entries.
	 */
	interface Search<T> {

		/**
		 * Finds entries in their order.
		 * @param words null for all
		 * @param after where to begin; an empty one begins at the first
		 */
		List<T> find(@Nullable String words, String after, int limit);

	}

}

package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Page;
import dev.vestibule.admin.ProblemException;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.servlet.ModelAndView;

/**
 * What all lists of the console have in common: they are shown a part at a time, and
 * empty, with what is wrong, if they cannot be searched like this.
 */
final class Listing {

	private Listing() {
	}

	/**
	 * Fills a page with what is searched for.
	 * @param name of the list in the page
	 */
	static ModelAndView fill(ModelAndView page, String name, HttpServletRequest request, Locale locale,
			ConsoleWords words, Consumer<Fields> search) {
		page.addObject(name, List.of());
		try {
			search.accept(Fields.ofQuery(request));
		}
		catch (ProblemException ex) {
			page.addObject("errors", words.of(ex.problem().errors(), Map.of(), locale))
				.setStatus(ex.problem().status());
		}
		return page;
	}

	/**
	 * Shows a part of a list, and leads on to the next.
	 * @param found one more than are shown, if there are more
	 * @param position where an entry stands
	 */
	static <T> void show(ModelAndView model, String name, Page<?> page, List<T> found,
			Function<T, List<String>> position, Function<T, ?> shown) {
		String next = page.next(found, position);
		model.addObject(name, page.entries(found).stream().map(shown).toList())
			.addObject("next", (next != null) ? page.link(next) : null)
			.addObject("further", page.after() != null);
	}

}

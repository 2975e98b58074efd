package dev.vestibule.console;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.admin.Permissions;
import dev.vestibule.admin.Permissions.Need;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.condition.PathPatternsRequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * What a page of the console needs: the same as what the admin API does at the same
 * address. {@code …/new} stands for what the list takes with POST, {@code …/ID/edit} for
 * PATCH or PUT, {@code …/ID/delete} for DELETE; any other page for GET if the API has
 * that there, and otherwise, or if its form is sent, for the change that the API has
 * there. What the API has not needs what a POST there would need if the page has a form,
 * and is else for whoever may see or change what no rule names.
 */
@Component
class PageRules {

	private static final String PAGES = "/admin";

	private static final String API = "/admin/api";

	private static final Pattern NEW = Pattern.compile("(.+)/new(/[^/]+)?");

	/** The last word of an address, and what is done to what stands before it. */
	private static final Map<String, List<HttpMethod>> WORDS = Map.of("edit", List.of(HttpMethod.PATCH, HttpMethod.PUT),
			"delete", List.of(HttpMethod.DELETE));

	private static final List<HttpMethod> CHANGES = List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH,
			HttpMethod.DELETE);

	private final Permissions permissions;

	// The mapping needs the pages' configuration, of which this is a part.
	private final SingletonSupplier<List<RequestMappingInfo>> requests;

	PageRules(Permissions permissions,
			@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
		this.permissions = permissions;
		this.requests = SingletonSupplier.of(() -> List.copyOf(mapping.getObject().getHandlerMethods().keySet()));
	}

	/**
	 * What it takes to see a page.
	 * @param page its address, in which anything may stand for an id
	 */
	Need toOpen(String page) {
		String path = path(page);
		return named(path).or(() -> closest(path)).or(() -> form(path)).orElseGet(() -> need(HttpMethod.GET, path));
	}

	/**
	 * What it takes to send the form of a page.
	 */
	Need toSend(String page) {
		String path = path(page);
		return named(path).or(() -> change(path)).orElseGet(() -> need(HttpMethod.POST, path));
	}

	private Optional<Need> named(String path) {
		Matcher made = NEW.matcher(path);
		if (made.matches()) {
			return there(HttpMethod.POST, made.group(1));
		}
		int end = path.lastIndexOf('/');
		return WORDS.getOrDefault(path.substring(end + 1), List.of())
			.stream()
			.flatMap((method) -> there(method, path.substring(0, end)).stream())
			.findFirst();
	}

	// To read and to change there alike is to read; but a word of the API's own is no id
	// of something to read.
	private Optional<Need> closest(String path) {
		PathContainer address = PathContainer.parsePath(API + path);
		return Stream.concat(Stream.of(HttpMethod.GET), CHANGES.stream())
			.flatMap((method) -> this.requests.obtain()
				.stream()
				.filter((request) -> takes(request, method))
				.flatMap(PageRules::patterns)
				.filter((pattern) -> pattern.matches(address))
				.map((pattern) -> Map.entry(pattern, method)))
			.min(Map.Entry.comparingByKey(PathPattern.SPECIFICITY_COMPARATOR))
			.map((found) -> need(found.getValue(), path));
	}

	private Optional<Need> change(String path) {
		return CHANGES.stream().flatMap((method) -> there(method, path).stream()).findFirst();
	}

	private Optional<Need> form(String path) {
		return isThere(HttpMethod.POST, PAGES + path) ? Optional.of(need(HttpMethod.POST, path)) : Optional.empty();
	}

	private Optional<Need> there(HttpMethod method, String path) {
		return isThere(method, API + path) ? Optional.of(need(method, path)) : Optional.empty();
	}

	private boolean isThere(HttpMethod method, String path) {
		PathContainer address = PathContainer.parsePath(path);
		return this.requests.obtain()
			.stream()
			.anyMatch(
					(request) -> takes(request, method) && patterns(request).anyMatch((each) -> each.matches(address)));
	}

	private Need need(HttpMethod method, String path) {
		return this.permissions.need(method, PathContainer.parsePath(API + path));
	}

	private static boolean takes(RequestMappingInfo request, HttpMethod method) {
		return request.getMethodsCondition().getMethods().contains(RequestMethod.resolve(method));
	}

	private static Stream<PathPattern> patterns(RequestMappingInfo request) {
		PathPatternsRequestCondition paths = request.getPathPatternsCondition();
		return (paths != null) ? paths.getPatterns().stream() : Stream.empty();
	}

	private static String path(String page) {
		String path = page.startsWith(PAGES) ? page.substring(PAGES.length()) : page;
		return path.isEmpty() ? "/" : path;
	}

}

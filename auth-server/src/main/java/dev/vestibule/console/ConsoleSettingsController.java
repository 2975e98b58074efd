package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.vestibule.account.Account;
import dev.vestibule.account.SignUpProperties.Open;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.SettingAdministration;
import dev.vestibule.web.Look;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * The settings of the server: what counts, and who has set it; and a form in which what
 * is empty is its default. Where another has changed them meanwhile both versions are
 * shown, and what a document declares is no part of the form.
 */
@Controller
class ConsoleSettingsController {

	private static final String PATH = "/admin/settings";

	/** What belongs together, in the order of the page. */
	private static final Map<String, List<String>> PARTS = parts();

	private static final List<String> OPEN_TO = Stream.of(Open.values()).map(Open::label).toList();

	/** The fields of the form: a picture is no line of text. */
	private static final List<String> NAMES = PARTS.values()
		.stream()
		.flatMap(List::stream)
		.filter((name) -> !name.equals(Look.LOGO_URI))
		.toList();

	private final SettingAdministration settings;

	private final ConsoleWords words;

	ConsoleSettingsController(SettingAdministration settings, ConsoleWords words) {
		this.settings = settings;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView show(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		String done = query.choice("done", Set.of("saved", "unchanged"));
		query.words("ui_locales");
		query.check();
		return page("console-settings", Made.of(this.settings.find())).addObject("done", done);
	}

	@GetMapping(PATH + "/edit")
	ModelAndView form() {
		Made made = Made.of(this.settings.find());
		return form(made, made.own());
	}

	@PostMapping(PATH + "/edit")
	ModelAndView change(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, NAMES, "version", "base");
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), NAMES);
		typed.keySet().retainAll(before.keySet());
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		try {
			this.settings.change(ConsoleForm.fields(changed), new IfMatch(ConsoleForm.text(request, "version")),
					Asking.of(account));
			return SeeOther.to(PATH + "?done=" + (changed.isEmpty() ? "unchanged" : "saved"));
		}
		catch (ProblemException ex) {
			ModelAndView page = refused(ex, typed, before, request, locale);
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private ModelAndView refused(ProblemException refusal, Map<String, Object> typed, Map<String, Object> before,
			HttpServletRequest request, Locale locale) {
		Made now = Made.of(this.settings.find());
		if (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED) {
			Conflict conflict = Conflict.of(before, typed, now.all());
			return form(now, conflict.merged()).addObject("differences", conflict.differences());
		}
		ModelAndView page = form(now, typed)
			.addObject("errors", this.words.of(refusal.problem().errors(), typed, locale))
			.addObject("version", ConsoleForm.text(request, "version"))
			.addObject("base", ConsoleForm.text(request, "base"));
		return refusal.problem().errors().isEmpty()
				? page.addObject("refusal", this.words.of(String.valueOf(refusal.problem().detail()), locale)) : page;
	}

	private static ModelAndView form(Made made, Map<String, Object> values) {
		return page("console-settings-edit", made).addObject("values", values)
			.addObject("openTo", OPEN_TO)
			.addObject("lines", ConsoleForm.lines(values))
			.addObject("version", EntityTag.of(made.fields()))
			.addObject("base", ConsoleForm.encode(made.own()))
			.addObject("errors", Map.of());
	}

	private static ModelAndView page(String view, Made made) {
		Map<String, Shown> shown = new LinkedHashMap<>();
		PARTS.values().forEach((names) -> names.forEach((name) -> shown.put(name, made.shown(name))));
		return new ModelAndView(view).addObject("parts", PARTS).addObject("shown", shown);
	}

	private static Map<String, List<String>> parts() {
		Map<String, List<String>> parts = new LinkedHashMap<>();
		parts.put("sign-up", List.of("open_to", "domains", "tos_uri", "policy_uri"));
		parts.put("mail", List.of("mail_from", "mail_from_name"));
		parts.put("look", List.of(Look.NAME, Look.BRAND_COLOR, Look.LOGO_URI));
		return parts;
	}

	/**
	 * The settings as they are.
	 */
	private record Made(Map<String, Object> fields, Map<?, ?> managedBy, Map<?, ?> defaults) {

		static Made of(Map<String, Object> fields) {
			return new Made(fields, (Map<?, ?>) fields.getOrDefault("managed_by", Map.of()),
					(Map<?, ?>) fields.getOrDefault("defaults", Map.of()));
		}

		Shown shown(String name) {
			return new Shown(name, lines(this.fields.get(name)), lines(this.defaults.get(name)),
					this.managedBy.containsKey(name), "configuration".equals(this.managedBy.get(name)));
		}

		/** What a form says about each that was set. */
		Map<String, Object> all() {
			Map<String, Object> set = new LinkedHashMap<>(this.fields);
			set.keySet().retainAll(this.managedBy.keySet());
			Map<String, Object> values = ConsoleForm.of(set, NAMES);
			values.computeIfPresent("domains", (name, value) -> value.equals("") ? List.of() : value);
			return values;
		}

		/** The same, of those that no document declares. */
		Map<String, Object> own() {
			Map<String, Object> values = all();
			values.keySet().removeIf((name) -> "configuration".equals(this.managedBy.get(name)));
			return values;
		}

		private static List<String> lines(@Nullable Object value) {
			return (value instanceof List<?> list) ? new ArrayList<>(list.stream().map(String::valueOf).toList())
					: (value != null) ? List.of(value.toString()) : List.of();
		}

	}

	/**
	 * A setting on a page.
	 *
	 * @param lines what counts
	 * @param defaults what counts unless it is set
	 * @param made whether it is set
	 * @param locked whether a document has set it
	 */
	record Shown(String name, List<String> lines, List<String> defaults, boolean made, boolean locked) {

	}

}

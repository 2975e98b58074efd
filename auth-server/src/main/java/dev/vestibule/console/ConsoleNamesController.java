package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Membership;
import dev.vestibule.account.Uses;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.MembershipAdministration;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console does with roles and with groups: they are listed, made, described and
 * deleted alike.
 */
abstract class ConsoleNamesController {

	private static final Set<String> DONE = Set.of("created", "saved", "unchanged", "enabled", "disabled");

	private final String kind;

	private final List<String> changeable;

	private final MembershipAdministration memberships;

	private final Offers offers;

	private final ConsoleWords words;

	/**
	 * @param kind what they are called in the addresses of their pages
	 * @param changeable the fields of their form besides the name, which never changes
	 */
	ConsoleNamesController(String kind, List<String> changeable, MembershipAdministration memberships, Offers offers,
			ConsoleWords words) {
		this.kind = kind;
		this.changeable = changeable;
		this.memberships = memberships;
		this.offers = offers;
		this.words = words;
	}

	@GetMapping
	ModelAndView list(HttpServletRequest request, Locale locale) {
		return new WordList<>("console-names", "names", Set.of("deleted"), this.memberships::list, Membership::name,
				(each, language) -> each.fields())
			.show(request, locale, this.words)
			.addObject("kind", this.kind);
	}

	@GetMapping("/{name}")
	ModelAndView show(@PathVariable String name, @RequestParam(required = false) @Nullable String done) {
		return page("console-name", name).addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

	@GetMapping("/new")
	ModelAndView form() {
		return filled(new ModelAndView("console-name-new").addObject("kind", this.kind), Map.of());
	}

	@PostMapping("/new")
	ModelAndView create(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		List<String> names = new ArrayList<>(this.changeable);
		names.add(0, "name");
		Map<String, Object> typed = ConsoleForm.read(request, names);
		try {
			this.memberships.create(ConsoleForm.fields(typed), Administrator.of(account));
			return home(String.valueOf(typed.get("name")), "created");
		}
		catch (ProblemException ex) {
			ModelAndView page = filled(new ModelAndView("console-name-new").addObject("kind", this.kind), typed)
				.addObject("errors", this.words.of(ex.problem().errors(), typed, locale));
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	@GetMapping("/{name}/edit")
	ModelAndView edit(@PathVariable String name) {
		return editPage(name, ConsoleForm.of(find(name), this.changeable));
	}

	@PostMapping("/{name}/edit")
	ModelAndView change(@PathVariable String name, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, this.changeable, "version", "base");
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), this.changeable);
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		try {
			this.memberships.change(name, ConsoleForm.fields(changed),
					new IfMatch(ConsoleForm.text(request, "version")), Administrator.of(account));
			return home(name, changed.isEmpty() ? "unchanged" : "saved");
		}
		catch (ProblemException ex) {
			ModelAndView page = refused(ex, name, typed, before, request, locale);
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private ModelAndView refused(ProblemException refusal, String name, Map<String, Object> typed,
			Map<String, Object> before, HttpServletRequest request, Locale locale) {
		if (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED) {
			Conflict conflict = Conflict.of(before, typed, ConsoleForm.of(find(name), this.changeable));
			return editPage(name, conflict.merged()).addObject("differences", conflict.differences());
		}
		return editPage(name, typed).addObject("refusal", this.words.of(refusal, locale))
			.addObject("errors", this.words.of(refusal.problem().errors(), typed, locale))
			.addObject("version", ConsoleForm.text(request, "version"))
			.addObject("base", ConsoleForm.text(request, "base"));
	}

	@PostMapping("/{name}/enable")
	ModelAndView enable(@PathVariable String name, @RequestAttribute Account account) {
		this.memberships.setEnabled(name, true, Administrator.of(account));
		return home(name, "enabled");
	}

	@GetMapping("/{name}/disable")
	ModelAndView askToDisable(@PathVariable String name) {
		return page("console-name-disable", name);
	}

	@PostMapping("/{name}/disable")
	ModelAndView disable(@PathVariable String name, @RequestAttribute Account account) {
		this.memberships.setEnabled(name, false, Administrator.of(account));
		return home(name, "disabled");
	}

	@GetMapping("/{name}/delete")
	ModelAndView askToDelete(@PathVariable String name) {
		return deletePage(name);
	}

	/**
	 * Deletes it, if what would lose it is what the page has said.
	 */
	@PostMapping("/{name}/delete")
	ModelAndView delete(@PathVariable String name, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		ModelAndView page = deletePage(name);
		if (!ConsoleForm.text(request, "seen").equals(page.getModel().get("seen"))) {
			page.addObject("meanwhile", true).setStatus(HttpStatus.PRECONDITION_FAILED);
			return page;
		}
		try {
			this.memberships.delete(name, true, IfMatch.optional(null), Administrator.of(account));
			return SeeOther.to("/admin/" + this.kind + "?done=deleted");
		}
		catch (ProblemException ex) {
			return this.words.refuse(page, ex, locale);
		}
	}

	private ModelAndView deletePage(String name) {
		ModelAndView page = page("console-name-delete", name);
		Uses uses = this.memberships.uses(name);
		return page.addObject("seen",
				EntityTag.of(Map.of("version", String.valueOf(page.getModel().get("version")), "uses", uses)));
	}

	private ModelAndView editPage(String name, Map<String, Object> values) {
		return filled(page("console-name-edit", name), values).addObject("base",
				ConsoleForm.encode(ConsoleForm.of(find(name), this.changeable)));
	}

	private Map<String, Object> find(String name) {
		return this.memberships.find(name).fields();
	}

	private ModelAndView page(String view, String name) {
		Map<String, Object> thing = find(name);
		return new ModelAndView(view).addObject("kind", this.kind)
			.addObject("thing", thing)
			.addObject("ofApi", "api".equals(thing.get("managed_by")))
			.addObject("uses", this.memberships.uses(name))
			.addObject("version", EntityTag.of(thing));
	}

	private ModelAndView filled(ModelAndView page, Map<String, Object> values) {
		return this.offers.add(page, values).addObject("values", values).addObject("errors", Map.of());
	}

	private ModelAndView home(String name, String done) {
		return SeeOther.to("/admin/" + this.kind + "/" + name + "?done=" + done);
	}

}

package dev.vestibule.console;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.ProviderAdministration;
import dev.vestibule.federation.InvalidProviderException;
import dev.vestibule.federation.PresetDescription;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The providers that people sign in with: their list, their registration by kind, whether
 * they answer, and their end.
 */
@Controller
class ConsoleProvidersController {

	static final String PATH = "/admin/providers";

	/** What can be any provider stands behind those that people know by name. */
	private static final Set<String> ANY = Set.of("oidc", "oauth2");

	private static final Set<String> DONE = Set.of("saved", "unchanged", "registered", "enabled", "disabled");

	private final ProviderAdministration providers;

	private final ConsoleProviders console;

	ConsoleProvidersController(ProviderAdministration providers, ConsoleProviders console) {
		this.providers = providers;
		this.console = console;
	}

	@GetMapping(PATH)
	ModelAndView list(@RequestParam(required = false) @Nullable String done, Locale locale) {
		return new ModelAndView("console-providers")
			.addObject("providers",
					this.providers.list().stream().map((provider) -> this.console.shown(provider, locale)).toList())
			.addObject("done", "deleted".equals(done) ? done : null);
	}

	@GetMapping(PATH + "/new")
	ModelAndView presets() {
		return new ModelAndView("console-provider-presets").addObject("presets",
				this.providers.presets()
					.stream()
					.sorted(Comparator.comparing((preset) -> ANY.contains(preset.id())))
					.toList());
	}

	@GetMapping(PATH + "/new/{kind}")
	ModelAndView form(@PathVariable String kind) {
		PresetDescription preset = this.console.preset(kind);
		return newPage(preset, Map.of("id", free(preset.id()), "trust", preset.trusts().get(0)));
	}

	@PostMapping(PATH + "/new/{kind}")
	ModelAndView register(@PathVariable String kind, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		PresetDescription preset = this.console.preset(kind);
		Map<String, Object> typed = new LinkedHashMap<>(ProviderForm.read(request, preset, "id"));
		typed.put("id", ConsoleForm.text(request, "id").strip());
		Map<String, @Nullable Object> fields = ProviderForm.fields(typed,
				ConsoleForm.text(request, ProviderForm.SECRET));
		fields.put("preset", preset.id());
		try {
			Map<String, @Nullable Object> created = this.providers.register(fields, Asking.of(account));
			return home(String.valueOf(created.get("id")), "registered");
		}
		catch (InvalidProviderException ex) {
			return this.console.refused(newPage(preset, typed), ex, typed, locale);
		}
		catch (ProblemException ex) {
			return this.console.refused(newPage(preset, typed), ex, typed, locale);
		}
	}

	private ModelAndView newPage(PresetDescription kind, Map<String, Object> values) {
		return this.console.form(new ModelAndView("console-provider-new"), kind, values)
			.addObject("redirectUri", this.providers.redirectUri(String.valueOf(values.get("id"))));
	}

	// One of a kind goes by its name.
	private String free(String preset) {
		Set<Object> taken = new HashSet<>();
		this.providers.list().forEach((provider) -> taken.add(provider.get("id")));
		String id = preset;
		for (int i = 2; taken.contains(id); i++) {
			id = preset + "-" + i;
		}
		return id;
	}

	@GetMapping(PATH + "/{id}")
	ModelAndView show(@PathVariable String id, @RequestParam(required = false) @Nullable String done, Locale locale) {
		return this.console.page("console-provider", this.providers.find(id), locale)
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

	@PostMapping(PATH + "/{id}/check")
	ModelAndView check(@PathVariable String id, Locale locale) {
		Map<String, @Nullable Object> provider = this.providers.find(id);
		return this.console.page("console-provider", provider, locale)
			.addObject("checked", true)
			.addObject("flaw", this.providers.check(id));
	}

	@PostMapping(PATH + "/{id}/enable")
	ModelAndView enable(@PathVariable String id, @RequestAttribute Account account) {
		this.providers.change(id, Map.of("enabled", true), IfMatch.optional(null), Asking.of(account));
		return home(id, "enabled");
	}

	@GetMapping(PATH + "/{id}/disable")
	ModelAndView askToDisable(@PathVariable String id, Locale locale) {
		return this.console.page("console-provider-disable", this.providers.find(id), locale);
	}

	@PostMapping(PATH + "/{id}/disable")
	ModelAndView disable(@PathVariable String id, @RequestAttribute Account account) {
		this.providers.change(id, Map.of("enabled", false), IfMatch.optional(null), Asking.of(account));
		return home(id, "disabled");
	}

	@GetMapping(PATH + "/{id}/delete")
	ModelAndView askToDelete(@PathVariable String id, Locale locale) {
		return deletePage(id, locale);
	}

	@PostMapping(PATH + "/{id}/delete")
	ModelAndView delete(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		try {
			this.providers.delete(id, new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return SeeOther.to(PATH + "?done=deleted");
		}
		catch (ProblemException ex) {
			if (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) {
				ModelAndView page = deletePage(id, locale).addObject("meanwhile", true);
				page.setStatus(ex.problem().status());
				return page;
			}
			return this.console.refused(deletePage(id, locale), ex, Map.of(), locale);
		}
	}

	private ModelAndView deletePage(String id, Locale locale) {
		return this.console.page("console-provider-delete", this.providers.find(id), locale);
	}

	static ModelAndView home(String id, String done) {
		return SeeOther.to(PATH + "/" + id + "?done=" + done);
	}

}

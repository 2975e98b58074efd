package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.ProviderAdministration;
import dev.vestibule.federation.InvalidProviderException;
import dev.vestibule.federation.PresetDescription;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Changes what a provider is, and shows both versions where another has changed it
 * meanwhile. Its secret stays unless another is typed.
 */
@Controller
class ConsoleProviderChangesController {

	private static final String PATH = ConsoleProvidersController.PATH + "/{id}/edit";

	private final ProviderAdministration providers;

	private final ConsoleProviders console;

	ConsoleProviderChangesController(ProviderAdministration providers, ConsoleProviders console) {
		this.providers = providers;
		this.console = console;
	}

	@GetMapping(PATH)
	ModelAndView form(@PathVariable String id, Locale locale) {
		Map<String, @Nullable Object> provider = this.providers.find(id);
		return page(provider, ProviderForm.of(provider, this.console.presetOf(provider)), locale);
	}

	@PostMapping(PATH)
	ModelAndView change(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Map<String, @Nullable Object> provider = this.providers.find(id);
		PresetDescription preset = this.console.presetOf(provider);
		Map<String, Object> typed = ProviderForm.read(request, preset, "version", "base");
		String secret = ConsoleForm.text(request, ProviderForm.SECRET);
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), ProviderForm.names(preset));
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		if (changed.isEmpty() && secret.isBlank()) {
			return ConsoleProvidersController.home(id, "unchanged");
		}
		try {
			this.providers.change(id, ProviderForm.fields(changed, secret),
					new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return ConsoleProvidersController.home(id, "saved");
		}
		catch (InvalidProviderException ex) {
			return this.console.refused(asSent(page(provider, typed, locale), request), ex, typed, locale);
		}
		catch (ProblemException ex) {
			if (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) {
				return conflict(id, before, typed, locale);
			}
			return this.console.refused(asSent(page(provider, typed, locale), request), ex, typed, locale);
		}
	}

	private ModelAndView conflict(String id, Map<String, Object> before, Map<String, Object> typed, Locale locale) {
		Map<String, @Nullable Object> now = this.providers.find(id);
		Conflict conflict = Conflict.of(before, typed, ProviderForm.of(now, this.console.presetOf(now)));
		ModelAndView page = page(now, conflict.merged(), locale).addObject("differences", conflict.differences());
		page.setStatus(HttpStatus.PRECONDITION_FAILED);
		return page;
	}

	// It is still the version that was shown which is changed.
	private static ModelAndView asSent(ModelAndView page, HttpServletRequest request) {
		return page.addObject("version", ConsoleForm.text(request, "version"))
			.addObject("base", ConsoleForm.text(request, "base"));
	}

	private ModelAndView page(Map<String, @Nullable Object> provider, Map<String, Object> values, Locale locale) {
		PresetDescription preset = this.console.presetOf(provider);
		return this.console.form(this.console.page("console-provider-edit", provider, locale), preset, values)
			.addObject("base", ConsoleForm.encode(ProviderForm.of(provider, preset)));
	}

}

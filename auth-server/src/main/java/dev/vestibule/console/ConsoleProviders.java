package dev.vestibule.console;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.ProviderAdministration;
import dev.vestibule.client.InvalidField;
import dev.vestibule.federation.InvalidProviderException;
import dev.vestibule.federation.PresetDescription;
import dev.vestibule.selfservice.Moments;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console's pages about providers have in common: how one is shown, what the
 * form of its kind asks, and how a refusal is.
 */
@Component
class ConsoleProviders {

	private final ProviderAdministration providers;

	private final ConsoleWords words;

	ConsoleProviders(ProviderAdministration providers, ConsoleWords words) {
		this.providers = providers;
		this.words = words;
	}

	PresetDescription preset(String id) {
		return this.providers.presets()
			.stream()
			.filter((preset) -> preset.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "There is no provider with this id."));
	}

	PresetDescription presetOf(Map<String, ? extends @Nullable Object> provider) {
		return preset(String.valueOf(provider.get("preset")));
	}

	/**
	 * A page about a provider.
	 */
	ModelAndView page(String view, Map<String, ? extends @Nullable Object> provider, Locale locale) {
		PresetDescription preset = presetOf(provider);
		Map<String, String> settings = new LinkedHashMap<>();
		preset.settings().forEach((name, fallback) -> {
			if (provider.get(name) != null) {
				settings.put(name, String.valueOf(provider.get(name)));
			}
		});
		return new ModelAndView(view).addObject("provider", shown(provider, locale))
			.addObject("preset", preset)
			.addObject("clientId", provider.get("client_id"))
			.addObject("trust", provider.get("trust"))
			.addObject("domains", provider.get("domains"))
			.addObject("position", provider.get("position"))
			.addObject("settings", settings)
			.addObject("redirectUri", provider.get("redirect_uri"))
			.addObject("ofApi", "api".equals(provider.get("managed_by")))
			.addObject("version", EntityTag.of(provider));
	}

	/**
	 * Fills a form.
	 */
	ModelAndView form(ModelAndView page, PresetDescription preset, Map<String, Object> values) {
		return page.addObject("preset", preset)
			.addObject("values", values)
			.addObject("lines", ConsoleForm.lines(values))
			.addObject("optional",
					preset.settings().keySet().stream().filter((name) -> !preset.required().contains(name)).toList())
			.addObject("errors", Map.of());
	}

	/**
	 * Says in a form what is wrong with it.
	 */
	ModelAndView refused(ModelAndView page, InvalidProviderException refusal, Map<String, Object> typed,
			Locale locale) {
		List<InvalidField> errors = refusal.flaws()
			.entrySet()
			.stream()
			.map((flaw) -> new InvalidField(flaw.getKey(), flaw.getValue()))
			.toList();
		page.addObject("errors", this.words.of(errors, typed, locale)).setStatus(HttpStatus.BAD_REQUEST);
		return page;
	}

	ModelAndView refused(ModelAndView page, ProblemException refusal, Map<String, Object> typed, Locale locale) {
		if (refusal.problem().errors().isEmpty()) {
			page.addObject("refusal", this.words.of(refusal, locale));
		}
		else {
			page.addObject("errors", this.words.of(refusal.problem().errors(), typed, locale));
		}
		page.setStatus(refusal.problem().status());
		return page;
	}

	Shown shown(Map<String, ? extends @Nullable Object> provider, Locale locale) {
		PresetDescription preset = presetOf(provider);
		Object name = provider.get("name");
		return new Shown(String.valueOf(provider.get("id")), (name != null) ? name.toString() : preset.name(),
				preset.name(), preset.mark(), Boolean.TRUE.equals(provider.get("enabled")), Moments
					.date(Instant.ofEpochSecond(Long.parseLong(String.valueOf(provider.get("created_at")))), locale));
	}

	/**
	 * A provider in a list, or in the head of its page.
	 */
	record Shown(String id, String name, String kind, String mark, boolean enabled, String since) {

	}

}

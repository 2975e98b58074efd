package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.SettingAdministration;
import dev.vestibule.client.InvalidField;
import dev.vestibule.setting.Settings;
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
 * Gives the server another logo, or its default again.
 */
@Controller
class ConsoleLogoController {

	static final String PATH = "/admin/settings/logo";

	private final SettingAdministration settings;

	private final ConsoleWords words;

	ConsoleLogoController(SettingAdministration settings, ConsoleWords words) {
		this.settings = settings;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView form() {
		Map<String, Object> fields = this.settings.find();
		Object by = ((Map<?, ?>) fields.getOrDefault(Settings.MANAGED_BY, Map.of())).get(Look.LOGO_URI);
		return new ModelAndView("console-settings-logo").addObject("version", EntityTag.of(fields))
			.addObject("made", by != null)
			.addObject("locked", "configuration".equals(by))
			.addObject("errors", Map.of());
	}

	@PostMapping(PATH)
	ModelAndView change(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		LogoForm form = LogoForm.read(request);
		if (!form.flaws().isEmpty()) {
			return refused(HttpStatus.BAD_REQUEST, form.flaws(), locale);
		}
		try {
			Map<String, @Nullable Object> patch = new LinkedHashMap<>();
			patch.put(Look.LOGO_URI, form.back() ? null : form.picture());
			this.settings.change(patch, form.seen(), Asking.of(account));
			return SeeOther.to("/admin/settings?done=saved");
		}
		catch (ProblemException ex) {
			return refused(ex.problem().status(), ex.problem().errors(), locale);
		}
	}

	private ModelAndView refused(HttpStatus status, List<InvalidField> errors, Locale locale) {
		ModelAndView page = form().addObject("errors", this.words.of(errors, Map.of(), locale))
			.addObject("meanwhile", status == HttpStatus.PRECONDITION_FAILED);
		page.setStatus(status);
		return page;
	}

}

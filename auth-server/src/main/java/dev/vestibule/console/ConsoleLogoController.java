package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.Problem;
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

	/** What gives it its default again; a form without a picture does not. */
	private static final String TAKE_BACK = "take_back";

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
		Map<String, Object> typed = ConsoleForm.read(request, List.of(Look.LOGO_URI), "version", TAKE_BACK);
		String picture = String.valueOf(typed.get(Look.LOGO_URI));
		boolean back = !ConsoleForm.text(request, TAKE_BACK).isEmpty();
		try {
			if (!back && picture.isEmpty()) {
				throw new ProblemException(HttpStatus.BAD_REQUEST, "The settings cannot be like this.",
						List.of(new InvalidField(Look.LOGO_URI, "is required")));
			}
			Map<String, @Nullable Object> patch = new LinkedHashMap<>();
			patch.put(Look.LOGO_URI, back ? null : picture);
			this.settings.change(patch, new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return SeeOther.to("/admin/settings?done=saved");
		}
		catch (ProblemException ex) {
			return refused(ex.problem(), locale);
		}
	}

	private ModelAndView refused(Problem problem, Locale locale) {
		ModelAndView page = form().addObject("errors", this.words.of(problem.errors(), Map.of(), locale));
		page.setStatus(problem.status());
		if (problem.status() == HttpStatus.PRECONDITION_FAILED) {
			page.addObject("meanwhile", true);
		}
		return page;
	}

}

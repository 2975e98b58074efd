package dev.vestibule.console;

import java.util.List;
import java.util.Map;

import dev.vestibule.admin.IfMatch;
import dev.vestibule.client.InvalidField;
import dev.vestibule.web.Look;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What the form of a logo says.
 *
 * @param seen the version that it was filled in for
 * @param picture as its own address; empty if none was chosen
 * @param back whether the logo is taken away, which a form without a picture does not say
 */
record LogoForm(IfMatch seen, String picture, boolean back) {

	private static final String TAKE_BACK = "take_back";

	private static final String VERSION = "version";

	static LogoForm read(HttpServletRequest request) {
		Map<String, Object> typed = ConsoleForm.read(request, List.of(Look.LOGO_URI), VERSION, TAKE_BACK);
		return new LogoForm(new IfMatch(ConsoleForm.text(request, VERSION)), String.valueOf(typed.get(Look.LOGO_URI)),
				!ConsoleForm.text(request, TAKE_BACK).isEmpty());
	}

	/**
	 * What is wrong with it before anybody looks at the picture.
	 */
	List<InvalidField> flaws() {
		return (!this.back && this.picture.isEmpty()) ? List.of(new InvalidField(Look.LOGO_URI, "is required"))
				: List.of();
	}

}

package dev.vestibule.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.KeyAdministration;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.signing.KeyDescription;
import dev.vestibule.signing.KeyState;
import dev.vestibule.web.SeeOther;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The signing keys, their change at once, and the end of one that others may know.
 */
@Controller
class ConsoleKeysController {

	private static final String PATH = "/admin/keys";

	private static final Set<String> DONE = Set.of("rotated", "removed");

	private static final List<KeyState> ORDER = List.of(KeyState.ACTIVE, KeyState.NEXT, KeyState.RETIRED);

	private final KeyAdministration keys;

	private final ConsoleWords words;

	ConsoleKeysController(KeyAdministration keys, ConsoleWords words) {
		this.keys = keys;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView list(@RequestParam(required = false) @Nullable String done, Locale locale) {
		return new ModelAndView("console-keys").addObject("keys", shown(locale))
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
	}

	@GetMapping(PATH + "/rotate")
	ModelAndView askToRotate(Locale locale) {
		return rotatePage(locale);
	}

	@PostMapping(PATH + "/rotate")
	ModelAndView rotate(@RequestAttribute Account account, Locale locale) {
		try {
			this.keys.rotate(Asking.of(account));
			return SeeOther.to(PATH + "?done=rotated");
		}
		catch (ProblemException ex) {
			return this.words.refuse(rotatePage(locale), ex, locale);
		}
	}

	private ModelAndView rotatePage(Locale locale) {
		return new ModelAndView("console-key-rotate").addObject("keys",
				shown(locale).stream().filter((key) -> !key.state().equals(KeyState.RETIRED.label())).toList());
	}

	@GetMapping(PATH + "/{kid}/compromise")
	ModelAndView askWhetherCompromised(@PathVariable String kid, Locale locale) {
		return new ModelAndView("console-key-compromise").addObject("key", shown(this.keys.find(kid), locale));
	}

	@PostMapping(PATH + "/{kid}/compromise")
	ModelAndView compromised(@PathVariable String kid, @RequestAttribute Account account) {
		this.keys.compromised(kid, Asking.of(account));
		return SeeOther.to(PATH + "?done=removed");
	}

	private List<Key> shown(Locale locale) {
		return this.keys.list()
			.stream()
			.sorted(Comparator.comparing((KeyDescription key) -> ORDER.indexOf(key.state()))
				.thenComparing((key) -> key.algorithm().getName())
				.thenComparing(KeyDescription::createdAt, Comparator.reverseOrder()))
			.map((key) -> shown(key, locale))
			.toList();
	}

	private static Key shown(KeyDescription key, Locale locale) {
		return new Key(key.kid(), key.algorithm().getName(), key.state().label(), Moments.time(key.createdAt(), locale),
				time(key.activatedAt(), locale), time(key.retiredAt(), locale), time(key.expiresAt(), locale));
	}

	private static @Nullable String time(@Nullable Instant instant, Locale locale) {
		return (instant != null) ? Moments.time(instant, locale) : null;
	}

	/**
	 * A key.
	 */
	record Key(String kid, String algorithm, String state, String published, @Nullable String active,
			@Nullable String retired, @Nullable String until) {

	}

}

package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.ManagedAccount;
import dev.vestibule.admin.AccountAdministration;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Changes which roles and groups an account has, and shows both versions where another
 * has changed them meanwhile.
 */
@Controller
class ConsoleStandingController {

	private static final String PATH = ConsoleAccountsController.PATH + "/{id}/edit";

	private static final List<String> NAMES = List.of("roles", "groups");

	private final AccountAdministration accounts;

	private final ConsoleAccounts console;

	private final Offers offers;

	private final ConsoleWords words;

	ConsoleStandingController(AccountAdministration accounts, ConsoleAccounts console, Offers offers,
			ConsoleWords words) {
		this.accounts = accounts;
		this.console = console;
		this.offers = offers;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView form(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		return page(id, values(this.accounts.find(id)), account, locale);
	}

	@PostMapping(PATH)
	ModelAndView change(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, NAMES, "version", "base");
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), NAMES);
		Map<String, Object> changed = new LinkedHashMap<>(typed);
		changed.keySet().retainAll(ConsoleForm.differing(typed, before));
		try {
			this.accounts.assign(id, changed, new IfMatch(ConsoleForm.text(request, "version")),
					Administrator.of(account));
			return SeeOther
				.to(ConsoleAccountsController.PATH + "/" + id + "?done=" + (changed.isEmpty() ? "unchanged" : "saved"));
		}
		catch (ProblemException ex) {
			ModelAndView page = refused(ex, id, typed, before, account, request, locale);
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private ModelAndView refused(ProblemException refusal, String id, Map<String, Object> typed,
			Map<String, Object> before, Account account, HttpServletRequest request, Locale locale) {
		if (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED) {
			Conflict conflict = Conflict.of(before, typed, values(this.accounts.find(id)));
			return page(id, conflict.merged(), account, locale).addObject("differences", conflict.differences());
		}
		return page(id, typed, account, locale)
			.addObject("errors", this.words.of(refusal.problem().errors(), typed, locale))
			.addObject("refusal", this.words.of(refusal, locale))
			.addObject("version", ConsoleForm.text(request, "version"))
			.addObject("base", ConsoleForm.text(request, "base"));
	}

	private ModelAndView page(String id, Map<String, Object> values, Account account, Locale locale) {
		ModelAndView page = this.console.page("console-account-edit", id, account, locale)
			.addObject("errors", Map.of())
			.addObject("base", ConsoleForm.encode(values(this.accounts.find(id))));
		return this.offers.add(page, values);
	}

	private static Map<String, Object> values(ManagedAccount account) {
		return ConsoleForm.of(account.fields(), NAMES);
	}

}

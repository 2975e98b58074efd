package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Account.Role;
import dev.vestibule.account.Administrator;
import dev.vestibule.admin.AccountAdministration;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.SessionAdministration;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is done to an account. What its holder would notice has a page that says so, and
 * is done when its form is sent.
 */
@Controller
class ConsoleAccountChangesController {

	private static final String PATH = ConsoleAccountsController.PATH + "/{id}";

	private final AccountAdministration accounts;

	private final SessionAdministration sessions;

	private final ConsoleAccounts console;

	private final ConsoleWords words;

	ConsoleAccountChangesController(AccountAdministration accounts, SessionAdministration sessions,
			ConsoleAccounts console, ConsoleWords words) {
		this.accounts = accounts;
		this.sessions = sessions;
		this.console = console;
		this.words = words;
	}

	@PostMapping(PATH + "/enable")
	ModelAndView enable(@PathVariable String id, @RequestAttribute Account account) {
		this.accounts.enable(id, Administrator.of(account));
		return home(id, "enable");
	}

	@GetMapping({ PATH + "/disable", PATH + "/sign-out", PATH + "/require-proof", PATH + "/delete" })
	ModelAndView ask(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		String pattern = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
		return page(id, pattern.substring(pattern.lastIndexOf('/') + 1), account, locale);
	}

	@PostMapping(PATH + "/disable")
	ModelAndView disable(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		return change(id, "disable", account, locale, (by) -> this.accounts.disable(id, by));
	}

	@PostMapping(PATH + "/sign-out")
	ModelAndView signOut(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		return change(id, "sign-out", account, locale, (by) -> this.accounts.signOut(id, by));
	}

	@PostMapping(PATH + "/require-proof")
	ModelAndView requireProof(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		return change(id, "require-proof", account, locale, (by) -> this.accounts.requireProof(id, by));
	}

	@PostMapping(PATH + "/delete")
	ModelAndView delete(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		IfMatch meant = new IfMatch(ConsoleForm.text(request, "version"));
		return change(id, "delete", account, locale, (by) -> this.accounts.delete(id, meant, by));
	}

	@GetMapping(PATH + "/admin-role")
	ModelAndView askForRole(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		return rolePage(id, account, locale);
	}

	@PostMapping(PATH + "/admin-role")
	ModelAndView appoint(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		String role = ConsoleForm.text(request, "admin_role");
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("admin_role", role.isEmpty() ? null : role);
		try {
			this.accounts.appoint(id, fields, Administrator.of(account));
			return home(id, "admin-role");
		}
		catch (ProblemException ex) {
			return this.words.refuse(rolePage(id, account, locale), ex, locale);
		}
	}

	@PostMapping("/admin/sessions/{id}/delete")
	ModelAndView endSession(@PathVariable String id, @RequestAttribute Account account) {
		return home(this.sessions.end(id, Administrator.of(account)).toString(), "session");
	}

	private ModelAndView change(String id, String change, Account account, Locale locale, Change done) {
		try {
			done.make(Administrator.of(account));
			return change.equals("delete") ? SeeOther.to(ConsoleAccountsController.PATH + "?done=deleted")
					: home(id, change);
		}
		catch (ProblemException ex) {
			ModelAndView page = page(id, change, account, locale);
			if (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) {
				page.addObject("meanwhile", true).setStatus(ex.problem().status());
				return page;
			}
			return this.words.refuse(page, ex, locale);
		}
	}

	private ModelAndView page(String id, String change, Account account, Locale locale) {
		return this.console.page("console-account-confirm", id, account, locale).addObject("change", change);
	}

	private ModelAndView rolePage(String id, Account account, Locale locale) {
		return this.console.page("console-account-role", id, account, locale)
			.addObject("choices", List.of("", Role.VIEWER.label(), Role.OPERATOR.label(), Role.ADMINISTRATOR.label()));
	}

	private static ModelAndView home(String id, String done) {
		return SeeOther.to(ConsoleAccountsController.PATH + "/" + id + "?done=" + done);
	}

	/**
	 * Something that is done to an account.
	 */
	@FunctionalInterface
	private interface Change {

		void make(Administrator by);

	}

}

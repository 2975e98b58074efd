package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountQuery;
import dev.vestibule.account.ManagedAccount;
import dev.vestibule.admin.AccountAdministration;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's list of accounts, and each of them as it is now.
 */
@Controller
class ConsoleAccountsController {

	static final String PATH = "/admin/accounts";

	private static final Set<String> DONE = Set.of("enable", "disable", "sign-out", "require-proof", "admin-role",
			"saved", "unchanged", "session");

	private static final List<String> FILTERS = List.of("q", "state", "admin_role", "role", "group");

	private final AccountAdministration accounts;

	private final ConsoleAccounts console;

	private final AccountLife life;

	private final ConsoleWords words;

	ConsoleAccountsController(AccountAdministration accounts, ConsoleAccounts console, AccountLife life,
			ConsoleWords words) {
		this.accounts = accounts;
		this.console = console;
		this.life = life;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView list(HttpServletRequest request, Locale locale) {
		Filters filters = new Filters(request, FILTERS);
		ModelAndView page = new ModelAndView("console-accounts").addObject("values", filters.values())
			.addObject("errors", Map.of())
			.addObject("first", filters.link(PATH));
		return Listing.fill(page, "accounts", request, locale, this.words,
				(query) -> fill(page, query, Page.read(query, request), locale));
	}

	private void fill(ModelAndView model, Fields query, Page<String> page, Locale locale) {
		AccountQuery wanted = AccountAdministration.query(query);
		model.addObject("done", query.choice("done", Set.of("deleted")));
		query.words("ui_locales");
		query.check();
		List<ManagedAccount> found = this.accounts.search(wanted, page.after(""), page.toFind());
		Listing.show(model, "accounts", page, found, (each) -> List.of(each.account().email().value()),
				(each) -> ConsoleAccounts.shown(each, locale));
	}

	@GetMapping(PATH + "/{id}")
	ModelAndView show(@PathVariable String id, @RequestParam(required = false) @Nullable String done,
			@RequestAttribute Account account, Locale locale) {
		ModelAndView page = this.console.page("console-account", id, account, locale)
			.addObject("done", (done != null && DONE.contains(done)) ? done : null);
		return this.life.show(page, this.accounts.find(id), locale);
	}

}

package dev.vestibule.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.vestibule.account.Account;
import dev.vestibule.account.Account.Role;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.ManagedAccount;
import dev.vestibule.admin.AccountAdministration;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.selfservice.Moments;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console's pages about accounts have in common: how an account is shown.
 */
@Component
class ConsoleAccounts {

	private final AccountAdministration accounts;

	ConsoleAccounts(AccountAdministration accounts) {
		this.accounts = accounts;
	}

	/**
	 * A page about an account.
	 * @param viewer who looks at it
	 */
	ModelAndView page(String view, String id, Account viewer, Locale locale) {
		ManagedAccount account = this.accounts.find(id);
		return new ModelAndView(view).addObject("account", shown(account, locale))
			.addObject("version", EntityTag.of(account.fields()))
			.addObject("own", account.account().id().equals(viewer.id()))
			.addObject("lookedAfter", Administrator.of(viewer).mayLookAfter(account));
	}

	static Shown shown(ManagedAccount managed, Locale locale) {
		Account account = managed.account();
		Role role = account.role();
		return new Shown(account.id().toString(), account.email().value(), account.name(), state(account),
				(role != null) ? role.label() : null, managed.roles(), managed.groups(),
				Moments.date(managed.createdAt(), locale));
	}

	private static String state(Account account) {
		if (!account.enabled()) {
			return "disabled";
		}
		return (account.proofDueAt() != null) ? "proof_due" : "active";
	}

	static @Nullable String time(@Nullable Instant instant, Locale locale) {
		return (instant != null) ? Moments.time(instant, locale) : null;
	}

	/**
	 * An account in a list, or in the head of its page.
	 *
	 * @param state as {@code AccountQuery} knows it
	 */
	record Shown(String id, String email, String name, String state, @Nullable String adminRole, List<String> roles,
			List<String> groups, String since) {

	}

}

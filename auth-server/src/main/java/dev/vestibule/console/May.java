package dev.vestibule.console;

import dev.vestibule.account.Account.Role;

/**
 * What somebody may do, for pages that offer nothing which would be refused. Any id in
 * the address of a page may be a star.
 */
record May(PageRules rules, Role role) {

	public boolean open(String page) {
		return this.rules.toOpen(page).isRole(this.role);
	}

	/**
	 * Sends a form to the page.
	 */
	public boolean send(String page) {
		return this.rules.toSend(page).isRole(this.role);
	}

}

package dev.vestibule.signin;

import java.util.HashMap;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.verification.Asker;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links what a browser was waiting to link, and tells the mailbox.
 */
@Service
class IdentityLinks {

	private final Accounts accounts;

	private final Outbox outbox;

	private final ServerProperties server;

	IdentityLinks(Accounts accounts, Outbox outbox, ServerProperties server) {
		this.accounts = accounts;
		this.outbox = outbox;
		this.server = server;
	}

	@Transactional
	void link(Account account, PendingLink link, Asker asker) {
		EmailAddress providerEmail = (link.providerEmail() != null) ? new EmailAddress(link.providerEmail()) : null;
		if (this.accounts.link(account, link.identity(), providerEmail)) {
			Map<String, String> model = new HashMap<>(asker.model());
			model.put("providerName", link.providerName());
			model.put("loginUrl", this.server.url("/"));
			this.outbox
				.enqueue(new Message("identity-linked", account.email().value(), asker.locale(), model, null, 0));
		}
	}

}

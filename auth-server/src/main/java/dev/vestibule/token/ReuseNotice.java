package dev.vestibule.token;

import java.util.Map;
import java.util.UUID;

import dev.vestibule.account.Accounts;
import dev.vestibule.client.Clients;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Component;

/**
 * Tells an account's owner that a refresh token came back that had been succeeded, so
 * that somebody else may hold a copy of it.
 */
@Component
class ReuseNotice {

	private final Accounts accounts;

	private final Clients clients;

	private final Outbox outbox;

	private final ServerProperties server;

	ReuseNotice(Accounts accounts, Clients clients, Outbox outbox, ServerProperties server) {
		this.accounts = accounts;
		this.clients = clients;
		this.outbox = outbox;
		this.server = server;
	}

	/**
	 * Within the transaction that revokes the family.
	 */
	void send(UUID accountId, String clientId) {
		String client = this.clients.find(clientId).map((found) -> found.metadata().clientName()).orElse(clientId);
		this.accounts.find(accountId)
			.ifPresent((account) -> this.outbox.enqueue(new Message("refresh-token-reused", account.email().value(),
					account.locale(), Map.of("client", client, "resetUrl", this.server.url("/reset")), null, 0)));
	}

}

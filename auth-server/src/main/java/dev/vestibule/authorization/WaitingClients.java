package dev.vestibule.authorization;

import java.util.Optional;

import dev.vestibule.client.RegisteredClients;
import dev.vestibule.session.ClientNames;
import dev.vestibule.web.AppLook;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Tells the pages of signing in which client is waiting behind them.
 */
@Component
class WaitingClients implements ClientNames {

	private final RegisteredClients clients;

	WaitingClients(RegisteredClients clients) {
		this.clients = clients;
	}

	@Override
	public Optional<String> nameOf(String clientId) {
		return Optional.ofNullable(this.clients.findByClientId(clientId)).map(RegisteredClient::getClientName);
	}

	@Override
	public Optional<AppLook> lookOf(String clientId) {
		return Optional.ofNullable(this.clients.findByClientId(clientId))
			.map(RegisteredClients::look)
			.map((look) -> AppLook.of(look.logoUri(), look.brandColor()));
	}

}

package dev.vestibule.federation;

import java.util.Map;
import java.util.TreeMap;

import dev.vestibule.federation.ProvidersProperties.Registration;
import dev.vestibule.startup.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the providers of the settings what the settings say, at each start, all or none.
 * What the settings no longer name stays as it is, with a warning: another node may have
 * been told of it first.
 */
@Component
class ProviderReconciliation implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ProviderReconciliation.class);

	private final Map<String, Registration> configured;

	private final ProviderRegistrations registrations;

	private final Providers providers;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	ProviderReconciliation(ProvidersProperties properties, ProviderRegistrations registrations, Providers providers,
			JdbcClient jdbc, TransactionOperations transactions) {
		this.configured = new TreeMap<>(properties.providers());
		this.configured.keySet().removeIf((id) -> !properties.names(id));
		this.registrations = registrations;
		this.providers = providers;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.transactions.executeWithoutResult((status) -> {
			Turn.take("vestibule.providers", this.jdbc);
			this.registrations.seal();
			this.configured.forEach(this::put);
		});
		this.registrations.configured()
			.stream()
			.filter((id) -> !this.configured.containsKey(id))
			.forEach((id) -> logger.warn(
					"The settings no longer name the provider \"{}\"; it stays as it was, until the admin API deletes it",
					id));
		this.registrations.list()
			.forEach((stored) -> logger.info("People may sign in with the provider \"{}\"{}; its redirect URI is {}",
					stored.registration().id(), stored.registration().enabled() ? "" : " once it is switched on",
					this.providers.redirectUri(stored.registration().id())));
	}

	private void put(String id, Registration registration) {
		try {
			this.registrations.put(registration.fields(id));
		}
		catch (InvalidProviderException ex) {
			Map.Entry<String, String> first = ex.flaws().entrySet().iterator().next();
			throw new IllegalArgumentException(
					"vestibule.providers." + id + "." + first.getKey().replace('_', '-') + " " + first.getValue() + ".",
					ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("vestibule.providers." + id + " " + ex.getMessage() + ".", ex);
		}
	}

}

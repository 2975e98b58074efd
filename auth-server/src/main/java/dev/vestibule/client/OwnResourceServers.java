package dev.vestibule.client;

import java.util.List;

import dev.vestibule.startup.Turn;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Registers this server's own APIs, which nobody has to name, at each start.
 */
@Component
public class OwnResourceServers implements SmartInitializingSingleton {

	private final List<ResourceServer> servers;

	private final ResourceServers resourceServers;

	private final ResourceServerRegister register;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	OwnResourceServers(List<ResourceServer> servers, ResourceServers resourceServers, ResourceServerRegister register,
			JdbcClient jdbc, TransactionOperations transactions) {
		this.servers = List.copyOf(servers);
		this.resourceServers = resourceServers;
		this.register = register;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Whether this is one of them.
	 */
	public boolean contains(String uri) {
		return this.servers.stream().map(ResourceServer::uri).anyMatch(uri::equals);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.transactions.executeWithoutResult((status) -> {
			Turn.take("vestibule.config", this.jdbc);
			this.resourceServers.put(this.servers.stream().filter((server) -> !isRegistered(server)).toList(), null);
		});
	}

	private boolean isRegistered(ResourceServer server) {
		return this.register.find(server.uri())
			.filter((found) -> found.server().fields().equals(server.fields()))
			.isPresent();
	}

}

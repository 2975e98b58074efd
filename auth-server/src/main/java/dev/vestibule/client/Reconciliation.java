package dev.vestibule.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.vestibule.client.ClientProperties.Registration;
import dev.vestibule.startup.Turn;
import dev.vestibule.web.ServerProperties;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes the clients and resource servers of the settings what the settings say, at each
 * start, all or none. What the settings no longer name stays as it is, with a warning.
 */
@Component
class Reconciliation implements SmartInitializingSingleton {

	private static final int MIN_SECRET = 32;

	private static final int MAX_SECRET = 256;

	private static final Log logger = LogFactory.getLog(Reconciliation.class);

	private final List<Registration> registrations;

	private final List<ResourceServer> configuredServers;

	private final List<ResourceServer> ownServers;

	private final ServerProperties server;

	private final Clients clients;

	private final ResourceServers resourceServers;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	/**
	 * Creates the reconciliation.
	 * @param ownServers this server's own APIs, which need no setting
	 */
	Reconciliation(ClientProperties clientProperties, ResourceServerProperties resourceServerProperties,
			List<ResourceServer> ownServers, ServerProperties server, Clients clients, ResourceServers resourceServers,
			JdbcClient jdbc, TransactionOperations transactions) {
		this.registrations = clientProperties.clients();
		this.configuredServers = resourceServerProperties.resourceServers();
		this.ownServers = ownServers;
		this.server = server;
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.transactions.executeWithoutResult((status) -> {
			Turn.take("vestibule.clients", this.jdbc);
			reconcileResourceServers();
			reconcileClients();
		});
	}

	private void reconcileResourceServers() {
		Map<String, String> owners = new HashMap<>();
		Set<String> uris = new HashSet<>();
		List<ResourceServer> servers = Stream.concat(this.ownServers.stream(), this.configuredServers.stream())
			.toList();
		servers.forEach((each) -> {
			each.scopes().forEach((scope) -> claim(owners, scope.name(), each.uri()));
			if (!uris.add(each.uri())) {
				throw new IllegalArgumentException("vestibule.resource-servers: " + each.uri() + " is there twice"
						+ (isOwn(each.uri()) ? "; this server’s own API needs no setting." : "."));
			}
		});
		this.resourceServers.put(servers);
		warn(this.resourceServers.configured(), uris, "resource server");
	}

	private boolean isOwn(String uri) {
		return this.ownServers.stream().map(ResourceServer::uri).anyMatch(uri::equals);
	}

	private static void claim(Map<String, String> owners, String scope, String uri) {
		String owner = owners.putIfAbsent(scope, uri);
		if (owner != null && !owner.equals(uri)) {
			throw new IllegalArgumentException("vestibule.resource-servers: the scope \"" + scope + "\" of " + uri
					+ " belongs to " + owner + " already.");
		}
	}

	private void reconcileClients() {
		Set<String> resourceScopes = this.resourceServers.scopes();
		this.clients.keepScopes(resourceScopes);
		Set<String> ids = new HashSet<>();
		for (Registration registration : this.registrations) {
			ClientMetadata metadata = read(registration, resourceScopes);
			if (!ids.add(metadata.clientId())) {
				throw new IllegalArgumentException(about(metadata.clientId(), "is there twice."));
			}
			this.clients.put(metadata, secret(metadata, registration.clientSecret()));
		}
		warn(this.clients.configured(), ids, "client");
	}

	private static ClientMetadata read(Registration registration, Set<String> resourceScopes) {
		if (registration.clientId() == null) {
			throw new IllegalArgumentException("vestibule.clients: a client has no client-id.");
		}
		try {
			return ClientMetadata.read(registration.fields(), resourceScopes);
		}
		catch (InvalidClientMetadataException ex) {
			throw new IllegalArgumentException(
					about(registration.clientId(), "cannot be registered: " + ex.getMessage() + "."), ex);
		}
	}

	private @Nullable String secret(ClientMetadata client, @Nullable String secret) {
		String id = client.clientId();
		if (client.isPublic()) {
			require(secret == null, id, "is public (token-endpoint-auth-method none), so it has no client-secret.");
			return null;
		}
		if (!client.hasSecret()) {
			require(secret == null, id, "authenticates with its keys (private_key_jwt), so it has no client-secret.");
			return null;
		}
		if (secret == null || secret.isEmpty()) {
			throw new IllegalArgumentException(about(id, "has no client-secret."));
		}
		require(secret.length() >= MIN_SECRET || this.server.quickstart(), id,
				"has a client-secret of fewer than " + MIN_SECRET + " characters.");
		// RFC 6749, appendix A.2.
		require(secret.length() <= MAX_SECRET && secret.chars().allMatch((each) -> each >= 0x20 && each < 0x7F), id,
				"has a client-secret that is not printable ASCII of at most " + MAX_SECRET + " characters.");
		return secret;
	}

	private static void warn(List<String> stored, Set<String> named, String kind) {
		stored.stream()
			.filter((each) -> !named.contains(each))
			.forEach((each) -> logger
				.warn("The settings no longer name the " + kind + " \"" + each + "\"; it stays as it was."));
	}

	private static void require(boolean condition, String clientId, String message) {
		if (!condition) {
			throw new IllegalArgumentException(about(clientId, message));
		}
	}

	private static String about(String clientId, String message) {
		return "vestibule.clients: the client \"" + clientId + "\" " + message;
	}

}

package dev.vestibule.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.Client;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.ClientGrants;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.Clients.NewClient;
import dev.vestibule.client.Clients.NewSecret;
import dev.vestibule.client.Clients.Query;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.client.ResourceServers;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What administrators do with clients, by the API or by the console: each change is whole
 * or not at all, and its refusal is the same sentence in both.
 */
@Component
public class ClientAdministration {

	public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

	private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);

	private static final String ENABLED = "enabled";

	private static final ShownOnly SHOWN_ONLY = ShownOnly.of("client_id", "client_id_issued_at", "managed_by");

	private final Clients clients;

	private final ResourceServers resourceServers;

	private final List<ClientGrants> grants;

	private final TransactionOperations transactions;

	public ClientAdministration(Clients clients, ResourceServers resourceServers, List<ClientGrants> grants,
			TransactionOperations transactions) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.grants = grants;
		this.transactions = transactions;
	}

	public List<Client> list(Query query, String after, int limit) {
		return this.clients.list(query, after, limit);
	}

	public Client find(String clientId) {
		return this.clients.find(clientId).orElseThrow(ClientAdministration::unknown);
	}

	@Transactional
	public NewClient register(Map<String, @Nullable Object> fields, Asking who) {
		return this.clients.register(ClientMetadata.read(fields, scopes(fields)), who.name())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT, "There is a client with this id.",
					List.of(new InvalidField("client_id", "is taken"))));
	}

	/**
	 * Makes a client what the fields say; what they leave out is its default again. What
	 * is shown besides may be sent back as it came.
	 */
	@Transactional
	public NewClient replace(String clientId, Map<String, @Nullable Object> fields, IfMatch meant, Asking who) {
		return replace(meant(clientId, meant), fields, who);
	}

	/**
	 * Changes what the patch names.
	 */
	@Transactional
	public NewClient change(String clientId, Map<String, @Nullable Object> patch, IfMatch meant, Asking who) {
		Client before = meant(clientId, meant);
		return replace(before, MergePatch.apply(patch, before.fields()), who);
	}

	@Transactional
	public Client setEnabled(String clientId, boolean enabled, Asking who) {
		requireAnother(clientId, enabled, who);
		return this.clients.setEnabled(clientId, enabled, who.name()).orElseThrow(ClientAdministration::unknown);
	}

	/**
	 * Gives a client another secret.
	 * @param fields how long the former one works on
	 * @param meant which secrets it has, so that what is asked twice is done once
	 */
	@Transactional
	public NewSecret replaceSecret(String clientId, Map<String, @Nullable Object> fields, IfMatch meant, Asking who) {
		Fields request = new Fields("The secret cannot be replaced like this.", fields);
		Long overlap = request.number("previous_secret_expires_in", 0, LONGEST_OVERLAP.toSeconds());
		request.check();
		Client client = this.clients.findToChange(clientId).orElseThrow(ClientAdministration::unknown);
		meant.check(secrets(client));
		require(client.managedBy() == ManagedBy.API, "This client is managed by configuration, and so is its secret.");
		require(client.metadata().hasSecret(), "This client does not authenticate with a secret.");
		return this.clients
			.replaceSecret(clientId, (overlap != null) ? Duration.ofSeconds(overlap) : DEFAULT_OVERLAP, who.name())
			.orElseThrow(ClientAdministration::unknown);
	}

	/**
	 * Which secrets a client has, and nothing of what they are.
	 */
	public static Map<String, Object> secrets(Client client) {
		return Map.of("secrets", EntityTag.of(Map.of("encoded", client.encodedSecrets())));
	}

	/**
	 * Deletes a client, and ends everything that was granted to it. Where that is much,
	 * the client is disabled first and it ends bit by bit, so that nobody waits behind
	 * it; what breaks off meanwhile is finished by the next try.
	 */
	public void delete(String clientId, IfMatch meant, Asking who) {
		if (this.grants.stream().noneMatch((each) -> each.areMany(clientId))) {
			deleteAtOnce(clientId, meant, who);
			return;
		}
		this.transactions.executeWithoutResult((status) -> {
			requireDeletable(meant(clientId, meant));
			this.clients.setEnabled(clientId, false, who.name());
		});
		for (ClientGrants each : this.grants) {
			int ended;
			do {
				ended = each.endSome(clientId);
			}
			while (ended == ClientGrants.BATCH);
		}
		deleteAtOnce(clientId, IfMatch.optional(null), who);
	}

	private void deleteAtOnce(String clientId, IfMatch meant, Asking who) {
		this.transactions.executeWithoutResult((status) -> {
			Client client = meant(clientId, meant);
			this.clients.delete(clientId, who.name());
			// Behind the deletion, which waits for those who give it tokens to
			// introspect.
			requireDeletable(client);
		});
	}

	private void requireDeletable(Client client) {
		require(client.managedBy() == ManagedBy.API, "This client is managed by configuration, and is deleted there.");
		List<String> apis = this.resourceServers.introspectedBy(client.metadata().clientId());
		require(apis.isEmpty(), "This client introspects the tokens of " + String.join(", ", apis)
				+ ": give that another client first.");
	}

	private NewClient replace(Client before, Map<String, @Nullable Object> fields, Asking who) {
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>(fields);
		List<InvalidField> errors = new ArrayList<>();
		Object enabled = wanted.getOrDefault(ENABLED, before.enabled());
		wanted.remove(ENABLED);
		if (!(enabled instanceof Boolean)) {
			errors.add(new InvalidField(ENABLED, "must be true or false"));
		}
		errors.addAll(SHOWN_ONLY.takeFrom(wanted, before.fields()));
		wanted.put("client_id", before.metadata().clientId());
		ClientMetadata metadata = read(wanted, errors);
		requireAnother(metadata.clientId(), Boolean.TRUE.equals(enabled), who);
		require(before.managedBy() == ManagedBy.API || metadata.equals(before.metadata()),
				"This client is managed by configuration, and is changed there. It can be disabled and enabled here.");
		return this.clients.replace(metadata, Boolean.TRUE.equals(enabled), who.name())
			.orElseThrow(ClientAdministration::unknown);
	}

	private ClientMetadata read(Map<String, @Nullable Object> fields, List<InvalidField> errors) {
		try {
			ClientMetadata metadata = ClientMetadata.read(fields, scopes(fields));
			if (errors.isEmpty()) {
				return metadata;
			}
		}
		catch (InvalidClientMetadataException ex) {
			errors.addAll(ex.fields());
		}
		throw new InvalidClientMetadataException(errors);
	}

	private Set<String> scopes(Map<String, @Nullable Object> fields) {
		return (fields.get("scope") instanceof String scope) ? this.resourceServers.hold(List.of(scope.split(" ")))
				: Set.of();
	}

	private Client meant(String clientId, IfMatch meant) {
		Client client = this.clients.findToChange(clientId).orElseThrow(ClientAdministration::unknown);
		meant.check(client.fields());
		return client;
	}

	private static void requireAnother(String clientId, boolean enabled, Asking who) {
		require(enabled || !clientId.equals(who.clientId()),
				"This is the client that asks, which could not enable itself again: ask as another one.");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new ProblemException(HttpStatus.CONFLICT, message);
		}
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no client with this id.");
	}

}

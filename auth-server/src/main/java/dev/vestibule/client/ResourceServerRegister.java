package dev.vestibule.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.freshness.Versions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The resource servers as the database has them now, for those who register them. What a
 * client may still ask for is not taken away.
 */
@Repository
public class ResourceServerRegister {

	private static final String SELECT = """
			SELECT server.*, (SELECT json_agg(json_build_object('name', scope.name, 'description', scope.description,
			    'descriptions', scope.descriptions) ORDER BY scope.name) FROM resource_scope scope
			    WHERE scope.resource_server = server.uri) AS scopes
			FROM resource_server server
			""";

	private static final String LIST = SELECT + """
			WHERE server.uri > :after
			    AND (:words::text IS NULL OR position(lower(:words) IN lower(server.uri || chr(10) || server.name)) > 0)
			ORDER BY server.uri LIMIT :limit
			""";

	// Those who change a resource server take turns at it before they look at it.
	private static final String TURN = "UPDATE resource_server SET name = name WHERE id = :id";

	// Whoever enables one that was left out has taken it up.
	private static final String SET_ENABLED = """
			UPDATE resource_server SET enabled = :enabled,
			    declared_by = CASE WHEN managed_by = 'configuration' THEN declared_by END
			WHERE id = :id
			""";

	private static final String IS_LEFT_OUT = """
			SELECT EXISTS (SELECT FROM resource_server WHERE uri = :uri AND declared_by IS NOT NULL
			    AND managed_by = 'api')
			""";

	private static final String LEAVE_OUT = """
			UPDATE resource_server SET enabled = false, managed_by = 'api' WHERE uri = :uri
			""";

	private static final String CLIENTS_OF_OTHER_SCOPES = """
			SELECT client_id FROM client WHERE scopes && ARRAY(SELECT name FROM unnest(:former::text[]) AS name
			    WHERE name <> ALL (:scopes::text[]))
			ORDER BY client_id
			""";

	private static final String HOLD_CLIENT = """
			SELECT count(*) FROM (SELECT FROM client WHERE client_id = :clientId AND token_endpoint_auth_method <> 'none'
			    FOR KEY SHARE) AS held
			""";

	private static final int NAMED = 10;

	private static final TypeReference<List<StoredScope>> SCOPES = new TypeReference<>() {
	};

	private final JsonMapper json = JsonMapper.shared();

	private final JdbcClient jdbc;

	private final ResourceServers resourceServers;

	private final AuditLog audit;

	private final Versions versions;

	ResourceServerRegister(JdbcClient jdbc, ResourceServers resourceServers, AuditLog audit, Versions versions) {
		this.jdbc = jdbc;
		this.resourceServers = resourceServers;
		this.audit = audit;
		this.versions = versions;
	}

	public Optional<RegisteredResourceServer> find(UUID id) {
		return this.jdbc.sql(SELECT + "WHERE server.id = :id").param("id", id).query(this::map).optional();
	}

	public Optional<RegisteredResourceServer> find(String uri) {
		return this.jdbc.sql(SELECT + "WHERE server.uri = :uri").param("uri", uri).query(this::map).optional();
	}

	/**
	 * The resource server as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<RegisteredResourceServer> findToChange(UUID id) {
		this.versions.changed();
		return (this.jdbc.sql(TURN).param("id", id).update() == 0) ? Optional.empty() : find(id);
	}

	/**
	 * The resource servers in the order of their URIs.
	 * @param words what the URI or the name contains; null does not matter
	 * @param after the URI behind which to begin; an empty one begins at the first
	 */
	public List<RegisteredResourceServer> list(@Nullable String words, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("words", words)
			.param("after", after)
			.param("limit", limit)
			.query(this::map)
			.list();
	}

	/**
	 * Whether this is a client that can introspect. It stays until this transaction ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean holdClient(String clientId) {
		return this.jdbc.sql(HOLD_CLIENT).param("clientId", clientId).query(Integer.class).single() > 0;
	}

	/**
	 * Registers a resource server.
	 * @param by who does it, for the audit log
	 * @return empty if there is one with this URI
	 * @throws InUseException if a scope is another's
	 */
	@Transactional
	public Optional<RegisteredResourceServer> register(ResourceServer server, String by) {
		// Whoever comes at the same time waits here.
		int taken = this.jdbc.sql(
				"INSERT INTO resource_server (uri, name, managed_by) VALUES (:uri, :name, 'api') ON CONFLICT DO NOTHING")
			.param("uri", server.uri())
			.param("name", server.name())
			.update();
		if (taken == 0) {
			return Optional.empty();
		}
		return Optional.of(write("resource-server.created", server, Map.of(), by));
	}

	/**
	 * Makes a resource server something else.
	 * @param server with the same URI
	 * @param by who does it, for the audit log
	 * @return empty if there is none
	 * @throws InUseException if a scope is another's, or clients may ask for one that it
	 * no longer has
	 */
	@Transactional
	public Optional<RegisteredResourceServer> replace(UUID id, ResourceServer server, boolean enabled, String by) {
		findToChange(id).filter((before) -> !before.server().fields().equals(server.fields())).ifPresent((before) -> {
			write("resource-server.updated", server, before.fields(), by);
			requireUnused(before.server(), server.scopes());
		});
		return setEnabled(id, enabled, by);
	}

	/**
	 * Disables a resource server, or enables it again. The scopes of a disabled one are
	 * granted by no node, within a second; clients keep them, and the tokens that there
	 * are run out.
	 * @param by who does it, for the audit log
	 * @return as it is then; empty if there is none
	 */
	@Transactional
	public Optional<RegisteredResourceServer> setEnabled(UUID id, boolean enabled, String by) {
		return findToChange(id).map((before) -> {
			if (before.enabled() == enabled) {
				return before;
			}
			this.jdbc.sql(SET_ENABLED).param("id", id).param("enabled", enabled).update();
			RegisteredResourceServer after = find(id).orElseThrow();
			record(enabled ? "resource-server.enabled" : "resource-server.disabled", after.server(), before.fields(),
					after.fields(), by);
			return after;
		});
	}

	/**
	 * Deletes a resource server with its scopes.
	 * @param by who does it, for the audit log
	 * @return whether there was one
	 * @throws InUseException if clients may ask for one of its scopes
	 */
	@Transactional
	public boolean delete(UUID id, String by) {
		return findToChange(id).map((before) -> {
			this.jdbc.sql("DELETE FROM resource_server WHERE id = :id").param("id", id).update();
			requireUnused(before.server(), List.of());
			record("resource-server.deleted", before.server(), before.fields(), Map.of(), by);
			return before;
		}).isPresent();
	}

	/**
	 * The clients that may ask for a scope of a resource server.
	 * @param but the scopes that do not matter
	 */
	public List<String> clientsOf(ResourceServer server, List<Scope> but) {
		return this.jdbc.sql(CLIENTS_OF_OTHER_SCOPES)
			.param("former", names(server.scopes()))
			.param("scopes", names(but))
			.query(String.class)
			.list();
	}

	/**
	 * Makes resource servers what a document says, by which they are managed from now on.
	 * Nothing is written of those that are so already.
	 * @param servers those of the document, which have no scope of any other
	 * @param enabled which of them are, by URI; the others are as they were, unless they
	 * are off since a document left them out
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void declare(List<ResourceServer> servers, Map<String, Boolean> enabled, String document, String by) {
		Map<String, Map<String, Object>> before = new LinkedHashMap<>();
		Map<String, Boolean> wanted = new HashMap<>();
		List<ResourceServer> changed = servers.stream().filter((server) -> {
			Optional<RegisteredResourceServer> found = find(server.uri());
			before.put(server.uri(), found.map(RegisteredResourceServer::fields).orElse(Map.of()));
			boolean on = enabled.getOrDefault(server.uri(),
					found.map(RegisteredResourceServer::enabled).orElse(true) || isLeftOut(server.uri()));
			wanted.put(server.uri(), on);
			return found
				.filter((same) -> same.managedBy() == ManagedBy.CONFIGURATION && same.enabled() == on
						&& same.server().fields().equals(server.fields()))
				.isEmpty();
		}).toList();
		this.resourceServers.put(changed, document);
		changed.forEach((server) -> {
			this.jdbc.sql("UPDATE resource_server SET enabled = :enabled WHERE uri = :uri")
				.param("enabled", wanted.get(server.uri()))
				.param("uri", server.uri())
				.update();
			Map<String, Object> former = before.getOrDefault(server.uri(), Map.of());
			record(former.isEmpty() ? "resource-server.created" : "resource-server.updated", server, former,
					find(server.uri()).orElseThrow().fields(), by);
		});
	}

	/**
	 * Disables a resource server that the document no longer names, and leaves it to the
	 * API.
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String uri, String by) {
		find(uri).filter((server) -> server.managedBy() == ManagedBy.CONFIGURATION).ifPresent((before) -> {
			this.jdbc.sql(LEAVE_OUT).param("uri", uri).update();
			record("resource-server.disabled", before.server(), before.fields(), find(uri).orElseThrow().fields(), by);
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc.sql("SELECT uri, declared_by FROM resource_server WHERE declared_by IS NOT NULL ORDER BY uri")
			.query((row) -> {
				declared.put(row.getString(1), row.getString(2));
			});
		return declared;
	}

	/**
	 * The owner of each scope that belongs to none of these.
	 */
	public Map<String, String> scopesOfOthers(Collection<String> uris) {
		Map<String, String> owners = new HashMap<>();
		this.jdbc.sql("SELECT name, resource_server FROM resource_scope WHERE resource_server <> ALL (:uris::text[])")
			.param("uris", uris.toArray(String[]::new))
			.query((row) -> {
				owners.put(row.getString(1), row.getString(2));
			});
		return owners;
	}

	private boolean isLeftOut(String uri) {
		return this.jdbc.sql(IS_LEFT_OUT).param("uri", uri).query(Boolean.class).single();
	}

	private RegisteredResourceServer write(String kind, ResourceServer server, Map<String, Object> before, String by) {
		this.resourceServers.put(server).ifPresent((scope) -> {
			throw new InUseException("The scope \"" + scope + "\" belongs to another resource server.");
		});
		RegisteredResourceServer after = find(server.uri()).orElseThrow();
		record(kind, server, before, after.fields(), by);
		return after;
	}

	// Behind the change, which waits for clients that are given one of the scopes.
	private void requireUnused(ResourceServer former, List<Scope> scopes) {
		List<String> clients = clientsOf(former, scopes);
		if (!clients.isEmpty()) {
			String named = clients.stream().limit(NAMED).collect(Collectors.joining(", "));
			int more = clients.size() - NAMED;
			throw new InUseException("Clients may ask for what would be gone: \"" + named
					+ ((more > 0) ? ", and " + more + " more" : "") + "\". Take the scopes from them first.");
		}
	}

	private void record(String kind, ResourceServer server, Map<String, Object> before, Map<String, Object> after,
			String by) {
		this.versions.changed();
		this.audit.record(AuditEvent.success(kind)
			.detail(Map.of("resource_server", server.uri(), "by", by))
			.changed(before, after));
	}

	private RegisteredResourceServer map(ResultSet row, int number) throws SQLException {
		Integer lifetime = row.getObject("access_token_lifetime", Integer.class);
		String scopes = row.getString("scopes");
		ResourceServer server = new ResourceServer(row.getString("uri"), row.getString("name"),
				(scopes != null) ? this.json.readValue(scopes, SCOPES).stream().map(StoredScope::scope).toList()
						: List.of(),
				(lifetime != null) ? Duration.ofSeconds(lifetime) : null, row.getString("access_token_signing_alg"),
				row.getString("client_id"));
		return new RegisteredResourceServer(row.getObject("id", UUID.class), server, row.getBoolean("enabled"),
				ManagedBy.valueOf(row.getString("managed_by").toUpperCase(Locale.ROOT)),
				row.getTimestamp("created_at").toInstant());
	}

	private static String[] names(List<Scope> scopes) {
		return scopes.stream().map(Scope::name).toArray(String[]::new);
	}

	private record StoredScope(String name, @Nullable String description, Map<String, String> descriptions) {

		Scope scope() {
			return new Scope(this.name, this.description, this.descriptions);
		}

	}

}

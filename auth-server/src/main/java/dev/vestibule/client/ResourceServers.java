package dev.vestibule.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The resource servers, as they were within the last second. Each scope has one owner, so
 * that it names its audience.
 */
@Repository
public class ResourceServers {

	private static final String PUT = """
			INSERT INTO resource_server (uri, name, access_token_lifetime, access_token_signing_alg, client_id, managed_by, declared_by)
			VALUES (:uri, :name, :lifetime, :alg, :clientId, :managedBy, :document)
			ON CONFLICT (uri) DO UPDATE SET name = excluded.name, access_token_lifetime = excluded.access_token_lifetime,
			    access_token_signing_alg = excluded.access_token_signing_alg, client_id = excluded.client_id,
			    managed_by = excluded.managed_by, declared_by = excluded.declared_by
			""";

	private static final String REMOVE_OTHER_SCOPES = """
			DELETE FROM resource_scope WHERE resource_server = :uri AND name <> ALL (:names)
			""";

	private static final String PUT_SCOPE = """
			INSERT INTO resource_scope (name, resource_server, description, descriptions)
			VALUES (:name, :uri, :description, :descriptions::jsonb)
			ON CONFLICT (name) DO UPDATE SET description = excluded.description, descriptions = excluded.descriptions
			WHERE resource_scope.resource_server = excluded.resource_server
			""";

	private static final String HOLD = """
			SELECT name FROM resource_scope WHERE name = ANY (:names) ORDER BY name FOR KEY SHARE
			""";

	private static final String SELECT = """
			SELECT server.uri, server.enabled, server.access_token_lifetime, server.access_token_signing_alg, server.client_id,
			    scope.name, scope.description, scope.descriptions
			FROM resource_server server LEFT JOIN resource_scope scope ON scope.resource_server = server.uri
			""";

	private static final TypeReference<Map<String, String>> DESCRIPTIONS = new TypeReference<>() {
	};

	private final JdbcClient jdbc;

	private final Versions versions;

	private final Remembered<Known> known;

	private final JsonMapper json = JsonMapper.shared();

	ResourceServers(JdbcClient jdbc, Versions versions) {
		this.jdbc = jdbc;
		this.versions = versions;
		this.known = new Remembered<>(versions, "resource_server", this::load);
	}

	/**
	 * The resource server to which a scope belongs; none if it is unknown, or an identity
	 * scope.
	 */
	public Optional<String> ownerOf(String scope) {
		return Optional.ofNullable(this.known.get().scopes().get(scope)).map(KnownScope::owner);
	}

	/**
	 * Whether tokens for it are issued.
	 */
	public boolean isEnabled(String uri) {
		return this.known.get().enabled().contains(uri);
	}

	/**
	 * What a resource server demands of its tokens.
	 */
	public Optional<TokenPolicy> policy(String uri) {
		return Optional.ofNullable(this.known.get().policies().get(uri));
	}

	/**
	 * What a person of a language reads when asked to agree to a scope.
	 */
	public Optional<String> description(String scope, Locale locale) {
		return Optional.ofNullable(this.known.get().scopes().get(scope))
			.map((known) -> known.descriptions().getOrDefault(locale.getLanguage(), known.description()));
	}

	/**
	 * The scopes of all resource servers.
	 */
	public Set<String> scopes() {
		return this.known.get().scopes().keySet();
	}

	/**
	 * The scopes of those that are disabled, which nobody is granted.
	 */
	public Set<String> disabledScopes() {
		return this.known.get().disabledScopes();
	}

	/**
	 * The scopes that are granted, as they were known last, for what is published even
	 * while the database is gone.
	 */
	public Set<String> lastGrantedScopes() {
		return this.known.getOrLast().grantedScopes();
	}

	/**
	 * Those of the scopes that there are now. They stay until this transaction ends,
	 * which may give them to a client.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Set<String> hold(Collection<String> scopes) {
		// PostgreSQL takes no NUL, and no scope has one.
		String[] names = scopes.stream().filter((scope) -> scope.indexOf('\0') < 0).toArray(String[]::new);
		return Set.copyOf(this.jdbc.sql(HOLD).param("names", names).query(String.class).list());
	}

	/**
	 * The resource servers whose tokens a client introspects.
	 */
	public List<String> introspectedBy(String clientId) {
		return this.jdbc.sql("SELECT uri FROM resource_server WHERE client_id = :clientId ORDER BY uri")
			.param("clientId", clientId)
			.query(String.class)
			.list();
	}

	/**
	 * Makes resource servers exactly these. No scope of theirs is one of another that is
	 * not among them.
	 * @param document the name of the document that says so; null if none does
	 */
	void put(List<ResourceServer> servers, @Nullable String document) {
		servers.forEach((server) -> putWithoutItsScopes(server, ManagedBy.CONFIGURATION, document));
		// Only now is a scope free that went from one to another.
		servers.forEach((server) -> scopeOfAnother(server).ifPresent((scope) -> {
			throw new IllegalStateException(
					"The scope \"" + scope + "\" of " + server.uri() + " belongs to another resource server.");
		}));
	}

	/**
	 * Makes a resource server of the API exactly this.
	 * @return a scope that it cannot have since another has it, if there is one: then
	 * everything is to be taken back
	 */
	Optional<String> put(ResourceServer server) {
		putWithoutItsScopes(server, ManagedBy.API, null);
		return scopeOfAnother(server);
	}

	private void putWithoutItsScopes(ResourceServer server, ManagedBy managedBy, @Nullable String document) {
		this.versions.changed();
		Duration lifetime = server.accessTokenLifetime();
		this.jdbc.sql(PUT)
			.param("uri", server.uri())
			.param("name", server.name())
			.param("lifetime", (lifetime != null) ? lifetime.toSeconds() : null)
			.param("alg", server.accessTokenSigningAlg())
			.param("clientId", server.clientId())
			.param("managedBy", managedBy.label())
			.param("document", document)
			.update();
		this.jdbc.sql(REMOVE_OTHER_SCOPES)
			.param("uri", server.uri())
			.param("names", server.scopes().stream().map(Scope::name).toArray(String[]::new))
			.update();
	}

	private Optional<String> scopeOfAnother(ResourceServer server) {
		return server.scopes().stream().filter((scope) -> !put(scope, server.uri())).map(Scope::name).findFirst();
	}

	private boolean put(Scope scope, String uri) {
		return this.jdbc.sql(PUT_SCOPE)
			.param("name", scope.name())
			.param("uri", uri)
			.param("description", scope.description())
			.param("descriptions", this.json.writeValueAsString(scope.descriptions()))
			.update() > 0;
	}

	private Known load() {
		Map<String, TokenPolicy> policies = new HashMap<>();
		Map<String, KnownScope> scopes = new HashMap<>();
		Set<String> enabled = new HashSet<>();
		Set<String> granted = new HashSet<>();
		Set<String> disabled = new HashSet<>();
		this.jdbc.sql(SELECT).query((row) -> {
			policies.put(row.getString("uri"), policy(row));
			if (row.getBoolean("enabled")) {
				enabled.add(row.getString("uri"));
			}
			if (row.getString("name") != null) {
				scopes.put(row.getString("name"), scope(row));
				(row.getBoolean("enabled") ? granted : disabled).add(row.getString("name"));
			}
		});
		return new Known(Map.copyOf(policies), Map.copyOf(scopes), Set.copyOf(enabled), Set.copyOf(granted),
				Set.copyOf(disabled));
	}

	private static TokenPolicy policy(ResultSet row) throws SQLException {
		Integer lifetime = row.getObject("access_token_lifetime", Integer.class);
		return new TokenPolicy((lifetime != null) ? Duration.ofSeconds(lifetime) : null,
				row.getString("access_token_signing_alg"), row.getString("client_id"));
	}

	private KnownScope scope(ResultSet row) throws SQLException {
		return new KnownScope(row.getString("uri"), row.getString("description"),
				this.json.readValue(row.getString("descriptions"), DESCRIPTIONS));
	}

	/**
	 * What a resource server demands of the tokens that are for it, where it demands
	 * anything.
	 *
	 * @param clientId the client as which it may introspect them
	 */
	public record TokenPolicy(@Nullable Duration lifetime, @Nullable String signingAlg, @Nullable String clientId) {

	}

	private record Known(Map<String, TokenPolicy> policies, Map<String, KnownScope> scopes, Set<String> enabled,
			Set<String> grantedScopes, Set<String> disabledScopes) {

	}

	/**
	 * A scope as it is stored.
	 *
	 * @param owner the resource server's indicator
	 */
	private record KnownScope(String owner, @Nullable String description, Map<String, String> descriptions) {

	}

}

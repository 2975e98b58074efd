package dev.vestibule.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The resource servers, as they were within the last second. Each scope has one owner, so
 * that it names its audience.
 */
@Repository
public class ResourceServers {

	private static final String PUT = """
			INSERT INTO resource_server (uri, name, managed_by) VALUES (:uri, :name, 'configuration')
			ON CONFLICT (uri) DO UPDATE SET name = excluded.name, managed_by = excluded.managed_by
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

	private static final String SELECT = """
			SELECT server.uri, scope.name, scope.description, scope.descriptions
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

	public boolean exists(String uri) {
		return this.known.get().uris().contains(uri);
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

	List<String> configured() {
		return this.jdbc.sql("SELECT uri FROM resource_server WHERE managed_by = 'configuration' ORDER BY uri")
			.query(String.class)
			.list();
	}

	/**
	 * Makes resource servers exactly these; those that are not among them stay as they
	 * were, with their scopes.
	 */
	void put(List<ResourceServer> servers) {
		this.versions.changed();
		servers.forEach((server) -> {
			this.jdbc.sql(PUT).param("uri", server.uri()).param("name", server.name()).update();
			this.jdbc.sql(REMOVE_OTHER_SCOPES)
				.param("uri", server.uri())
				.param("names", server.scopes().stream().map(Scope::name).toArray(String[]::new))
				.update();
		});
		// Only now is a scope free that went from one to another.
		servers.forEach((server) -> server.scopes().forEach((scope) -> put(scope, server.uri())));
	}

	private void put(Scope scope, String uri) {
		int written = this.jdbc.sql(PUT_SCOPE)
			.param("name", scope.name())
			.param("uri", uri)
			.param("description", scope.description())
			.param("descriptions", this.json.writeValueAsString(scope.descriptions()))
			.update();
		if (written == 0) {
			throw new IllegalArgumentException("vestibule.resource-servers: the scope \"" + scope.name() + "\" of "
					+ uri + " belongs to " + ownerOf(scope.name()).orElse("another")
					+ ", which the settings no longer name: name that one too, without the scope.");
		}
	}

	private Known load() {
		Set<String> uris = new HashSet<>();
		Map<String, KnownScope> scopes = new HashMap<>();
		this.jdbc.sql(SELECT).query((row) -> {
			uris.add(row.getString("uri"));
			if (row.getString("name") != null) {
				scopes.put(row.getString("name"), scope(row));
			}
		});
		return new Known(Set.copyOf(uris), Map.copyOf(scopes));
	}

	private KnownScope scope(ResultSet row) throws SQLException {
		return new KnownScope(row.getString("uri"), row.getString("description"),
				this.json.readValue(row.getString("descriptions"), DESCRIPTIONS));
	}

	private record Known(Set<String> uris, Map<String, KnownScope> scopes) {

	}

	/**
	 * A scope as it is stored.
	 *
	 * @param owner the resource server's indicator
	 */
	private record KnownScope(String owner, @Nullable String description, Map<String, String> descriptions) {

	}

}

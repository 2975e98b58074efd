package dev.vestibule.client;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.client.ResourceServer.Scope;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The resource servers. Each scope has one owner, so that it names its audience.
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

	private static final String DESCRIPTION = """
			SELECT coalesce(descriptions ->> :language, description) FROM resource_scope
			WHERE name = :name AND coalesce(descriptions ->> :language, description) IS NOT NULL
			""";

	private final JdbcClient jdbc;

	private final JsonMapper json = JsonMapper.shared();

	ResourceServers(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * The resource server to which a scope belongs; none if it is unknown, or an identity
	 * scope.
	 */
	public Optional<String> ownerOf(String scope) {
		return this.jdbc.sql("SELECT resource_server FROM resource_scope WHERE name = :name")
			.param("name", scope)
			.query(String.class)
			.optional();
	}

	public boolean exists(String uri) {
		return this.jdbc.sql("SELECT EXISTS (SELECT FROM resource_server WHERE uri = :uri)")
			.param("uri", uri)
			.query(Boolean.class)
			.single();
	}

	/**
	 * What a person of a language reads when asked to agree to a scope.
	 */
	public Optional<String> description(String scope, Locale locale) {
		return this.jdbc.sql(DESCRIPTION)
			.param("name", scope)
			.param("language", locale.getLanguage())
			.query(String.class)
			.optional();
	}

	/**
	 * The scopes of all resource servers.
	 */
	public Set<String> scopes() {
		return this.jdbc.sql("SELECT name FROM resource_scope").query(String.class).set();
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

}

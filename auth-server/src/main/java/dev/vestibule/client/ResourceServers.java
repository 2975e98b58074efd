package dev.vestibule.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;

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

	private static final String PUT_SCOPE = """
			INSERT INTO resource_scope (name, resource_server, description) VALUES (:name, :uri, :description)
			ON CONFLICT (name) DO UPDATE SET resource_server = excluded.resource_server, description = excluded.description
			""";

	private final JdbcClient jdbc;

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

	public Set<String> scopesOf(String uri) {
		return this.jdbc.sql("SELECT name FROM resource_scope WHERE resource_server = :uri")
			.param("uri", uri)
			.query(String.class)
			.set();
	}

	/**
	 * What a person reads when asked to agree to a scope.
	 */
	public Optional<String> description(String scope) {
		return this.jdbc.sql("SELECT description FROM resource_scope WHERE name = :name AND description IS NOT NULL")
			.param("name", scope)
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

	void put(ResourceServer server) {
		this.jdbc.sql(PUT).param("uri", server.uri()).param("name", server.name()).update();
		server.scopes()
			.forEach((scope) -> this.jdbc.sql(PUT_SCOPE)
				.param("name", scope.name())
				.param("uri", server.uri())
				.param("description", scope.description())
				.update());
	}

}

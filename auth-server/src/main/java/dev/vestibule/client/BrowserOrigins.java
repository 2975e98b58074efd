package dev.vestibule.client;

import java.util.Optional;

import dev.vestibule.freshness.RememberedById;
import dev.vestibule.freshness.Versions;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The web origins (RFC 6454) that public clients run at, as their redirect URIs tell.
 */
@Repository
public class BrowserOrigins {

	private static final String EXISTS = """
			SELECT EXISTS (SELECT FROM client, unnest(redirect_uris) AS uri
				WHERE enabled AND token_endpoint_auth_method = 'none' AND (uri = :origin OR starts_with(uri, :origin || '/')))
			""";

	private static final int CAPACITY = 10_000;

	private final JdbcClient jdbc;

	private final RememberedById<String> origins;

	BrowserOrigins(JdbcClient jdbc, Versions versions) {
		this.jdbc = jdbc;
		this.origins = new RememberedById<>(versions, Clients.SUBJECT, CAPACITY, this::find);
	}

	/**
	 * Whether pages of the origin may call the endpoints that public clients use.
	 * @param origin as a browser sends it in the {@code Origin} header
	 */
	public boolean contains(String origin) {
		return this.origins.find(origin).isPresent();
	}

	private Optional<String> find(String origin) {
		boolean exists = this.jdbc.sql(EXISTS).param("origin", origin).query(Boolean.class).single();
		return exists ? Optional.of(origin) : Optional.empty();
	}

}

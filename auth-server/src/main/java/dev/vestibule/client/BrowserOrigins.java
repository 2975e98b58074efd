package dev.vestibule.client;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The web origins (RFC 6454) that public clients run at, as their redirect URIs tell.
 */
@Repository
public class BrowserOrigins {

	private static final String EXISTS = """
			SELECT EXISTS (SELECT FROM client, unnest(redirect_uris) AS uri
				WHERE token_endpoint_auth_method = 'none' AND (uri = :origin OR starts_with(uri, :origin || '/')))
			""";

	private final JdbcClient jdbc;

	BrowserOrigins(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Whether pages of the origin may call the endpoints that public clients use.
	 * @param origin as a browser sends it in the {@code Origin} header
	 */
	public boolean contains(String origin) {
		return this.jdbc.sql(EXISTS).param("origin", origin).query(Boolean.class).single();
	}

}

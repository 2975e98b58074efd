package dev.vestibule.benchmark.floor;

import java.util.Optional;
import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Refresh families, a row each; a token is its id and its generation.
 */
class Families {

	private static final String INSERT = "INSERT INTO family (id, generation, rotated_at) VALUES (:id, 1, now())";

	private static final String ROTATE = """
			UPDATE family SET generation = generation + 1, rotated_at = now()
			WHERE id = :id AND generation = :generation
			RETURNING generation
			""";

	private final JdbcClient jdbc;

	Families(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	String begin() {
		UUID id = UUID.randomUUID();
		this.jdbc.sql(INSERT).param("id", id).update();
		return id + ".1";
	}

	/**
	 * The token's successor, unless it was used before.
	 */
	Optional<String> rotate(String token) {
		int dot = token.indexOf('.');
		if (dot < 0) {
			return Optional.empty();
		}
		UUID id = UUID.fromString(token.substring(0, dot));
		return this.jdbc.sql(ROTATE)
			.param("id", id)
			.param("generation", Integer.parseInt(token.substring(dot + 1)))
			.query(Integer.class)
			.optional()
			.map((generation) -> id + "." + generation);
	}

}

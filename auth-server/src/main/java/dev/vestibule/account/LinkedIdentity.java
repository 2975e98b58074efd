package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An identity that signs in to an account.
 *
 * @param email what the provider last said the address was
 * @param linkedAt since when it does
 */
public record LinkedIdentity(FederatedIdentity identity, @Nullable String email, Instant linkedAt) {

	static LinkedIdentity map(ResultSet row, int number) throws SQLException {
		return new LinkedIdentity(
				new FederatedIdentity(row.getString("provider"), row.getString("authority"), row.getString("subject")),
				row.getString("email"), row.getTimestamp("linked_at").toInstant());
	}

}

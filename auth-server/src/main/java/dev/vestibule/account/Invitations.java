package dev.vestibule.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.vestibule.account.Account.Role;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The open invitations, one for each address.
 */
@Repository
public class Invitations {

	private static final String OPEN = "expires_at > now()";

	private static final String ADD = """
			INSERT INTO invitation (email, challenge_id, roles, groups, invited_by, expires_at)
			VALUES (:email, :challengeId, :roles, :groups, :by, now() + :lifetime * interval '1 second')
			RETURNING *
			""";

	private static final String LIST = "SELECT * FROM invitation WHERE email > :after AND strpos(email, lower(:q)) > 0 AND "
			+ OPEN + " ORDER BY email LIMIT :limit";

	private static final String ACCEPT = "DELETE FROM invitation WHERE email = :email AND " + OPEN + " RETURNING *";

	private final JdbcClient jdbc;

	private final Memberships memberships;

	private final SignUpProperties properties;

	private final AuditLog audit;

	Invitations(JdbcClient jdbc, Memberships memberships, SignUpProperties properties, AuditLog audit) {
		this.jdbc = jdbc;
		this.memberships = memberships;
		this.properties = properties;
		this.audit = audit;
	}

	/**
	 * @param q part of the address; null for all
	 * @param after the address behind which to begin; an empty one begins at the first
	 */
	public List<Invitation> list(@Nullable String q, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("q", (q != null) ? q : "")
			.param("after", after)
			.param("limit", limit)
			.query(Invitations::map)
			.list();
	}

	public Optional<Invitation> find(UUID id) {
		return this.jdbc.sql("SELECT * FROM invitation WHERE id = :id AND " + OPEN)
			.param("id", id)
			.query(Invitations::map)
			.optional();
	}

	/**
	 * The invitation of an address, be it over.
	 */
	public Optional<Invitation> find(EmailAddress email) {
		return this.jdbc.sql("SELECT * FROM invitation WHERE email = :email")
			.param("email", email.value())
			.query(Invitations::map)
			.optional();
	}

	/**
	 * Takes down that an address is invited, which it is not yet.
	 * @param challengeId with which the invitation goes
	 * @throws UnknownNameException naming a role or a group that there is not
	 * @throws AdministratorNeededException if somebody else gives roles or groups
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Invitation add(EmailAddress email, UUID challengeId, Set<String> roles, Set<String> groups,
			Administrator by) {
		if (by.role() != Role.ADMINISTRATOR && !(roles.isEmpty() && groups.isEmpty())) {
			throw new AdministratorNeededException();
		}
		this.memberships.check(roles, groups);
		Invitation invitation = this.jdbc.sql(ADD)
			.param("email", email.value())
			.param("challengeId", challengeId)
			.param("roles", new TreeSet<>(roles).toArray(String[]::new))
			.param("groups", new TreeSet<>(groups).toArray(String[]::new))
			.param("by", by.name())
			.param("lifetime", this.properties.invitationLifetime().toSeconds())
			.query(Invitations::map)
			.single();
		this.audit.record(AuditEvent.success("account.invited")
			.detail(Map.of("by", by.name()))
			.changed(Map.of(), invitation.fields()));
		return invitation;
	}

	boolean isInvited(EmailAddress email) {
		return this.jdbc.sql("SELECT EXISTS (SELECT FROM invitation WHERE email = :email AND " + OPEN + ")")
			.param("email", email.value())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Gives an account that was just created what its invitation promised, if it had one.
	 */
	void accept(UUID account, EmailAddress email) {
		this.jdbc.sql(ACCEPT)
			.param("email", email.value())
			.query(Invitations::map)
			.optional()
			.ifPresent((invitation) -> {
				this.memberships.add(account, invitation.roles(), invitation.groups());
				this.audit.record(AuditEvent.success("invitation.accepted")
					.account(account)
					.detail(Map.of("by", invitation.invitedBy())));
			});
	}

	private static Invitation map(ResultSet row, int number) throws SQLException {
		return new Invitation(row.getObject("id", UUID.class), new EmailAddress(row.getString("email")),
				row.getObject("challenge_id", UUID.class), AccountDirectory.strings(row, "roles"),
				AccountDirectory.strings(row, "groups"), row.getString("invited_by"),
				row.getTimestamp("created_at").toInstant(), row.getTimestamp("expires_at").toInstant());
	}

}

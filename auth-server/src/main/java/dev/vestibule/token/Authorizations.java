package dev.vestibule.token;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.client.ClientGrants;
import dev.vestibule.token.AuthorizationRow.Code;
import dev.vestibule.token.AuthorizationRow.Family;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The authorizations' table. Every change of state is one conditional statement: it says
 * itself whether it won.
 */
@Repository
class Authorizations implements ClientGrants {

	private static final String END_SOME = """
			DELETE FROM oauth2_authorization WHERE ctid = ANY (ARRAY(SELECT ctid FROM oauth2_authorization
			    WHERE client_id = :clientId LIMIT :limit FOR UPDATE SKIP LOCKED))
			""";

	private static final String COUNT_UP_TO = """
			SELECT count(*) FROM (SELECT FROM oauth2_authorization WHERE client_id = :clientId LIMIT :limit) AS few
			""";

	private static final String GATE_IS_OPEN = IssuingGate.isOpen("a", "o.credential_epoch");

	// By the clock: who waited for another's rotation began before it.
	private static final String COLUMNS = """
			o.id, o.client_id, o.account_id, o.credential_epoch, o.authenticated_at, o.session_id, o.authentication_methods,
				o.redirect_uri, o.client_state, o.requested_scopes, o.authorized_scopes, o.resources, o.code_challenge,
				o.nonce, o.code_issued_at, o.code_expires_at, o.code_redeemed_at, o.refresh_key_id, o.refresh_generation,
				o.refresh_rotated_at, o.refresh_expires_at, o.revoked_at,
				coalesce(o.refresh_rotated_at > clock_timestamp() - make_interval(secs => :grace), false) AS graced,
				a.email, a.name,
				CASE WHEN 'roles' = ANY (o.authorized_scopes) THEN ARRAY(
					SELECT name FROM role WHERE enabled AND name IN (
						SELECT r.role FROM account_role r WHERE r.account_id = a.id
						UNION ALL SELECT g.role FROM group_member m JOIN account_group e ON e.name = m.group_name AND e.enabled
							JOIN group_role g USING (group_name) WHERE m.account_id = a.id)
					ORDER BY 1) END AS roles,
				CASE WHEN 'groups' = ANY (o.authorized_scopes) THEN ARRAY(
					SELECT m.group_name FROM group_member m JOIN account_group e ON e.name = m.group_name AND e.enabled
					WHERE m.account_id = a.id ORDER BY 1) END AS groups,
				%s AS gate_open
			"""
		.formatted(GATE_IS_OPEN);

	private static final String SELECT = """
			SELECT %s, EXISTS (SELECT FROM revoked_access_token t WHERE t.jti = :jti) AS token_revoked
			FROM oauth2_authorization o JOIN account a ON a.id = o.account_id
			""".formatted(COLUMNS);

	private static final String INSERT = """
			INSERT INTO oauth2_authorization (id, client_id, account_id, credential_epoch, authenticated_at, session_id,
				authentication_methods, redirect_uri, client_state, requested_scopes, authorized_scopes, resources,
				code_challenge, nonce, consent_state_hash, code_hash, code_issued_at, code_expires_at)
			SELECT :id, c.client_id, a.id, a.credential_epoch, :authenticatedAt, :sessionId,
				:methods, :redirectUri, :clientState, :requestedScopes, :authorizedScopes, :resources,
				:codeChallenge, :nonce, :consentStateHash, :codeHash, :codeIssuedAt, :codeExpiresAt
			FROM client c, account a
			WHERE c.client_id = :clientId AND c.enabled AND a.id = :accountId AND %s
			FOR KEY SHARE
			""".formatted(IssuingGate.isOpen("a", ":credentialEpoch"));

	private static final String ISSUE_CODE = """
			UPDATE oauth2_authorization
			SET consent_state_hash = NULL, authorized_scopes = :authorizedScopes,
				code_hash = :codeHash, code_issued_at = :codeIssuedAt, code_expires_at = :codeExpiresAt
			WHERE id = :id AND consent_state_hash IS NOT NULL AND created_at > now() - interval '1 hour'
			""";

	private static final String REDEEM_CODE = """
			UPDATE oauth2_authorization o
			SET code_redeemed_at = now()
			FROM account a
			WHERE o.id = :id AND o.code_redeemed_at IS NULL AND o.code_expires_at > now() AND o.revoked_at IS NULL
				AND a.id = o.account_id AND %s
			""".formatted(GATE_IS_OPEN);

	private static final String REDEEM_CODE_FOR_FAMILY = """
			UPDATE oauth2_authorization o
			SET code_redeemed_at = now(), refresh_key_id = :keyId, refresh_generation = 1, refresh_rotated_at = now(),
				refresh_expires_at = now() + make_interval(secs => least(:idle, :absolute)),
				over_on = date_trunc('day', now() + make_interval(secs => least(:idle, :absolute)), 'UTC') + interval '1 day',
				refresh_absolute_expires_at = now() + make_interval(secs => :absolute)
			FROM account a
			WHERE o.id = :id AND o.code_redeemed_at IS NULL AND o.code_expires_at > now() AND o.revoked_at IS NULL
				AND a.id = o.account_id AND %s
			"""
		.formatted(GATE_IS_OPEN);

	private static final String ROTATE = """
			UPDATE oauth2_authorization o
			SET refresh_generation = o.refresh_generation + 1, refresh_rotated_at = now(),
				refresh_expires_at = least(now() + make_interval(secs => :idle), o.refresh_absolute_expires_at),
				over_on = date_trunc('day', least(now() + make_interval(secs => :idle), o.refresh_absolute_expires_at), 'UTC')
					+ interval '1 day'
			FROM account a
			WHERE o.id = :id AND o.refresh_generation = :generation AND o.refresh_expires_at > now()
				AND o.revoked_at IS NULL AND a.id = o.account_id AND %s
			RETURNING %s, false AS token_revoked
			"""
		.formatted(GATE_IS_OPEN, COLUMNS);

	private static final String REVOKE = """
			UPDATE oauth2_authorization SET revoked_at = now(), revocation_reason = :reason
			WHERE id = :id AND revoked_at IS NULL
			""";

	private static final String REVOKE_REUSED = REVOKE
			+ """
					AND client_id = :clientId
					AND (refresh_generation > :generation + 1
						OR (refresh_generation = :generation + 1 AND refresh_rotated_at <= clock_timestamp() - make_interval(secs => :grace)))
					""";

	private final JdbcClient jdbc;

	private final TokenProperties properties;

	Authorizations(JdbcClient jdbc, TokenProperties properties) {
		this.jdbc = jdbc;
		this.properties = properties;
	}

	Optional<AuthorizationRow> find(UUID id) {
		return find("WHERE o.id = :key", id, null);
	}

	/**
	 * What an access token was issued under, unless that token was revoked by itself.
	 */
	Optional<AuthorizationRow> findByAccessToken(UUID id, String jti) {
		return find("WHERE o.id = :key", id, jti);
	}

	Optional<AuthorizationRow> findByConsentState(byte[] hash) {
		return find("WHERE o.consent_state_hash = :key AND o.created_at > now() - interval '1 hour'", hash, null);
	}

	Optional<AuthorizationRow> findByCode(byte[] hash) {
		return find("WHERE o.code_hash = :key", hash, null);
	}

	private Optional<AuthorizationRow> find(String where, Object key, @Nullable String jti) {
		return this.jdbc.sql(SELECT + where)
			.param("grace", seconds(this.properties.refreshGrace()))
			.param("key", key)
			.param("jti", jti, Types.VARCHAR)
			.query(Authorizations::map)
			.optional();
	}

	/**
	 * Writes a new authorization, which waits for consent or has its code, if the issuing
	 * gate is open and the client is there and enabled.
	 */
	boolean insert(AuthorizationRow row, byte @Nullable [] consentStateHash, byte @Nullable [] codeHash) {
		Code code = row.code();
		return this.jdbc.sql(INSERT)
			.param("id", row.id())
			.param("clientId", row.clientId())
			.param("accountId", row.principal().accountId())
			.param("credentialEpoch", row.principal().credentialEpoch())
			.param("authenticatedAt", Timestamp.from(row.principal().authenticatedAt()))
			.param("sessionId", row.principal().sessionId())
			.param("methods", array(row.principal().methods()))
			.param("redirectUri", row.redirectUri())
			.param("clientState", row.clientState())
			.param("requestedScopes", array(row.requestedScopes()))
			.param("authorizedScopes", array(row.authorizedScopes()))
			.param("resources", array(row.resources()))
			.param("codeChallenge", row.codeChallenge())
			.param("nonce", row.nonce())
			.param("consentStateHash", consentStateHash)
			.param("codeHash", codeHash)
			.param("codeIssuedAt", (code != null) ? Timestamp.from(code.issuedAt()) : null)
			.param("codeExpiresAt", (code != null) ? Timestamp.from(code.expiresAt()) : null)
			.update() == 1;
	}

	/**
	 * Turns an authorization that waited for consent into one with a code.
	 */
	boolean issueCode(UUID id, Set<String> authorizedScopes, byte[] codeHash, Code code) {
		return this.jdbc.sql(ISSUE_CODE)
			.param("id", id)
			.param("authorizedScopes", array(authorizedScopes))
			.param("codeHash", codeHash)
			.param("codeIssuedAt", Timestamp.from(code.issuedAt()))
			.param("codeExpiresAt", Timestamp.from(code.expiresAt()))
			.update() == 1;
	}

	/**
	 * Spends the code, if the issuing gate is open.
	 * @param keyId the key of the refresh family that begins, or null if none does
	 */
	boolean redeemCode(UUID id, @Nullable String keyId) {
		if (keyId == null) {
			return this.jdbc.sql(REDEEM_CODE).param("id", id).update() == 1;
		}
		return this.jdbc.sql(REDEEM_CODE_FOR_FAMILY)
			.param("id", id)
			.param("keyId", keyId)
			.param("idle", seconds(this.properties.refreshIdleLifetime()))
			.param("absolute", seconds(this.properties.refreshAbsoluteLifetime()))
			.update() == 1;
	}

	/**
	 * Moves a refresh family from the generation to the next, if the issuing gate is
	 * open.
	 * @return the authorization as it is then; empty if it was not moved
	 */
	Optional<AuthorizationRow> rotate(UUID id, int generation) {
		return this.jdbc.sql(ROTATE)
			.param("id", id)
			.param("generation", generation)
			.param("idle", seconds(this.properties.refreshIdleLifetime()))
			.param("grace", seconds(this.properties.refreshGrace()))
			.query(Authorizations::map)
			.optional();
	}

	boolean revoke(UUID id, String reason) {
		return this.jdbc.sql(REVOKE).param("id", id).param("reason", reason).update() == 1;
	}

	/**
	 * Revokes a family of the client, of which it presented a generation that had been
	 * succeeded.
	 */
	boolean revokeReused(UUID id, String clientId, int generation) {
		return this.jdbc.sql(REVOKE_REUSED)
			.param("id", id)
			.param("clientId", clientId)
			.param("generation", generation)
			.param("grace", seconds(this.properties.refreshGrace()))
			.param("reason", "refresh_token_reused")
			.update() == 1;
	}

	@Override
	public int endSome(String clientId) {
		return this.jdbc.sql(END_SOME).param("clientId", clientId).param("limit", BATCH).update();
	}

	@Override
	public boolean areMany(String clientId) {
		return this.jdbc.sql(COUNT_UP_TO)
			.param("clientId", clientId)
			.param("limit", BATCH + 1)
			.query(Integer.class)
			.single() > BATCH;
	}

	void remove(UUID id) {
		this.jdbc.sql("DELETE FROM oauth2_authorization WHERE id = :id").param("id", id).update();
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	private static String[] array(Iterable<String> values) {
		List<String> list = new ArrayList<>();
		values.forEach(list::add);
		return list.toArray(String[]::new);
	}

	private static AuthorizationRow map(ResultSet row, int number) throws SQLException {
		AccountPrincipal principal = new AccountPrincipal(row.getObject("account_id", UUID.class),
				row.getInt("credential_epoch"), instant(row, "authenticated_at"), row.getString("session_id"),
				List.copyOf(strings(row, "authentication_methods")));
		return new AuthorizationRow(row.getObject("id", UUID.class), row.getString("client_id"), principal,
				row.getString("redirect_uri"), row.getString("client_state"), strings(row, "requested_scopes"),
				strings(row, "authorized_scopes"), strings(row, "resources"), row.getString("code_challenge"),
				row.getString("nonce"), code(row), family(row), row.getTimestamp("revoked_at") != null,
				new Holder(row.getString("email"), row.getString("name"), List.copyOf(strings(row, "roles")),
						List.copyOf(strings(row, "groups")), row.getBoolean("gate_open")),
				row.getBoolean("token_revoked"));
	}

	private static @Nullable Code code(ResultSet row) throws SQLException {
		return (row.getTimestamp("code_issued_at") != null) ? new Code(instant(row, "code_issued_at"),
				instant(row, "code_expires_at"), row.getTimestamp("code_redeemed_at") != null) : null;
	}

	private static @Nullable Family family(ResultSet row) throws SQLException {
		String keyId = row.getString("refresh_key_id");
		return (keyId != null) ? new Family(keyId, row.getInt("refresh_generation"), instant(row, "refresh_rotated_at"),
				instant(row, "refresh_expires_at"), row.getBoolean("graced")) : null;
	}

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getTimestamp(column).toInstant();
	}

	private static Set<String> strings(ResultSet row, String column) throws SQLException {
		Array array = row.getArray(column);
		return (array != null) ? new LinkedHashSet<>(List.of((String[]) array.getArray())) : Set.of();
	}

}

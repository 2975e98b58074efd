package dev.vestibule.client;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.freshness.Versions;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The registered clients as the database has them now. What is written takes effect on
 * this node at once, and on the others within a second.
 */
@Repository
public class Clients {

	/** What is known of them by the nodes. */
	static final String SUBJECT = "client";

	private static final String SELECT = """
			SELECT c.*, (SELECT string_agg(concat_ws(':', s.key_id, encode(s.hash, 'hex'),
			                               (extract(epoch FROM s.expires_at) * 1000)::bigint), ' ') FROM client_secret s
			             WHERE s.client_id = c.client_id AND (s.expires_at IS NULL OR s.expires_at > now())) AS secrets
			FROM client c
			""";

	private static final String LIST = SELECT
			+ """
					WHERE c.client_id > :after
					    AND (:words::text IS NULL OR position(lower(:words)
					        IN lower(concat_ws(chr(10), c.client_id, c.client_name, array_to_string(c.redirect_uris, chr(10))))) > 0)
					    AND (:scope::text IS NULL OR :scope = ANY (c.scopes))
					    AND (:enabled::boolean IS NULL OR c.enabled = :enabled)
					    AND (:managedBy::text IS NULL OR c.managed_by = :managedBy)
					ORDER BY c.client_id LIMIT :limit
					""";

	private static final String INSERT = """
			INSERT INTO client (client_id, client_name, client_uri, redirect_uris, post_logout_redirect_uris, grant_types,
			    scopes, token_endpoint_auth_method, jwks, jwks_uri, id_token_signing_alg, access_token_signing_alg, require_pkce,
			    require_consent, logo_uri, brand_color, tos_uri, policy_uri, managed_by, declared_by)
			VALUES (:clientId, :clientName, :clientUri, :redirectUris, :postLogoutRedirectUris, :grantTypes,
			    :scopes, :tokenEndpointAuthMethod, :jwks, :jwksUri, :idTokenSignedResponseAlg, :accessTokenSigningAlg, :requirePkce,
			    :requireConsent, :logoUri, :brandColor, :tosUri, :policyUri, :managedBy, :document)
			""";

	private static final String ADD = INSERT + "ON CONFLICT DO NOTHING";

	private static final String PUT = INSERT + """
			ON CONFLICT (client_id) DO UPDATE SET client_name = excluded.client_name, client_uri = excluded.client_uri,
			    redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris,
			    grant_types = excluded.grant_types, scopes = excluded.scopes,
			    token_endpoint_auth_method = excluded.token_endpoint_auth_method, jwks = excluded.jwks,
			    jwks_uri = excluded.jwks_uri,
			    id_token_signing_alg = excluded.id_token_signing_alg,
			    access_token_signing_alg = excluded.access_token_signing_alg, require_pkce = excluded.require_pkce,
			    require_consent = excluded.require_consent, logo_uri = excluded.logo_uri,
			    brand_color = excluded.brand_color, tos_uri = excluded.tos_uri,
			    policy_uri = excluded.policy_uri, managed_by = excluded.managed_by,
			    declared_by = excluded.declared_by, updated_at = now()
			""";

	private static final String KEEP_SCOPES = """
			UPDATE client SET updated_at = now(), scopes = ARRAY(
			    SELECT scope FROM unnest(scopes) WITH ORDINALITY AS held (scope, place)
			    WHERE scope = ANY (:known::text[]) ORDER BY place)
			WHERE client_id = :clientId
			""";

	// Those who change a client take turns at it before they look at it.
	private static final String TURN = "UPDATE client SET updated_at = now() WHERE client_id = :clientId";

	// Whoever enables one that was left out has taken it up.
	private static final String SET_ENABLED = """
			UPDATE client SET enabled = :enabled,
			    declared_by = CASE WHEN managed_by = 'configuration' THEN declared_by END
			WHERE client_id = :clientId
			""";

	private static final String IS_LEFT_OUT = """
			SELECT EXISTS (SELECT FROM client WHERE client_id = :clientId AND declared_by IS NOT NULL
			    AND managed_by = 'api')
			""";

	private static final String LEAVE_OUT = """
			UPDATE client SET enabled = false, managed_by = 'api', updated_at = now() WHERE client_id = :clientId
			""";

	private final JdbcClient jdbc;

	private final ClientSecrets secrets;

	private final AuditLog audit;

	private final Versions versions;

	Clients(JdbcClient jdbc, ClientSecrets secrets, AuditLog audit, Versions versions) {
		this.jdbc = jdbc;
		this.secrets = secrets;
		this.audit = audit;
		this.versions = versions;
	}

	public Optional<Client> find(String clientId) {
		return this.jdbc.sql(SELECT + "WHERE c.client_id = :clientId")
			.param("clientId", clientId)
			.query(Clients::map)
			.optional();
	}

	/**
	 * The client as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Client> findToChange(String clientId) {
		this.versions.changed();
		return (this.jdbc.sql(TURN).param("clientId", clientId).update() == 0) ? Optional.empty() : find(clientId);
	}

	/**
	 * The clients that are asked for, in the order of their ids.
	 * @param after the id behind which to begin; an empty one begins at the first
	 */
	public List<Client> list(Query query, String after, int limit) {
		return this.jdbc.sql(LIST)
			.param("words", query.words())
			.param("scope", query.scope())
			.param("enabled", query.enabled())
			.param("managedBy", query.managedBy())
			.param("after", after)
			.param("limit", limit)
			.query(Clients::map)
			.list();
	}

	/**
	 * How many clients there are.
	 */
	public Count count() {
		return this.jdbc.sql("SELECT count(*), count(*) FILTER (WHERE NOT enabled) FROM client")
			.query((row, number) -> new Count(row.getInt(1), row.getInt(2)))
			.single();
	}

	/**
	 * Registers a client, with a new secret if it authenticates with one.
	 * @param by who does it, for the audit log
	 * @return empty if the id is taken
	 */
	@Transactional
	public Optional<NewClient> register(ClientMetadata metadata, String by) {
		if (write(ADD, metadata, null) == 0) {
			return Optional.empty();
		}
		String secret = metadata.hasSecret() ? ClientSecretEncoder.newSecret() : null;
		if (secret != null) {
			this.secrets.add(metadata.clientId(), secret);
		}
		return Optional.of(new NewClient(record("client.created", metadata.clientId(), Map.of(), by), secret));
	}

	/**
	 * Makes a client something else. One that authenticates with a secret from now on is
	 * given one; one that no longer does loses those that it has.
	 * @param by who does it, for the audit log
	 * @return empty if there is no such client
	 */
	@Transactional
	public Optional<NewClient> replace(ClientMetadata metadata, boolean enabled, String by) {
		String clientId = metadata.clientId();
		Client before = findToChange(clientId).orElse(null);
		if (before == null) {
			return Optional.empty();
		}
		String secret = (metadata.hasSecret() && !before.metadata().hasSecret()) ? ClientSecretEncoder.newSecret()
				: null;
		if (secret != null) {
			this.secrets.add(clientId, secret);
		}
		else if (!metadata.hasSecret()) {
			this.secrets.keepOnly(clientId, null);
		}
		if (!metadata.equals(before.metadata())) {
			write(PUT, metadata, null);
			record("client.updated", clientId, before.fields(), by);
		}
		return setEnabled(clientId, enabled, by).map((client) -> new NewClient(client, secret));
	}

	/**
	 * Gives a client of the API another secret, beside which the former one works for a
	 * while.
	 * @param by who does it, for the audit log
	 * @return empty if there is no such client, or it has no secret
	 */
	@Transactional
	public Optional<NewSecret> replaceSecret(String clientId, Duration overlap, String by) {
		if (findToChange(clientId)
			.filter((client) -> client.managedBy() == ManagedBy.API && client.metadata().hasSecret())
			.isEmpty()) {
			return Optional.empty();
		}
		String secret = ClientSecretEncoder.newSecret();
		this.secrets.replace(clientId, secret, overlap);
		record("client.secret-replaced", clientId, null, by);
		return Optional.of(new NewSecret(secret, Instant.now().plus(overlap)));
	}

	/**
	 * Disables a client, or enables it again. A disabled one is to every node as if it
	 * were not registered, within a second; what it was granted is kept.
	 * @param by who does it, for the audit log
	 * @return the client as it is then; empty if there is none
	 */
	@Transactional
	public Optional<Client> setEnabled(String clientId, boolean enabled, String by) {
		Optional<Client> before = findToChange(clientId);
		if (before.filter((client) -> client.enabled() != enabled).isEmpty()) {
			return before;
		}
		this.jdbc.sql(SET_ENABLED).param("clientId", clientId).param("enabled", enabled).update();
		return Optional.of(record(enabled ? "client.enabled" : "client.disabled", clientId, before.get().fields(), by));
	}

	/**
	 * Deletes a client with its secrets, and with everything that was granted to it.
	 * @param by who does it, for the audit log
	 * @return whether there was one
	 */
	@Transactional
	public boolean delete(String clientId, String by) {
		return findToChange(clientId).map((before) -> {
			this.jdbc.sql("DELETE FROM client WHERE client_id = :clientId").param("clientId", clientId).update();
			this.audit.record(event("client.deleted", clientId, by).changed(before.fields(), Map.of()));
			return before;
		}).isPresent();
	}

	/**
	 * Makes a client what a document says, by which it is managed from now on. Nothing is
	 * written if it is so already.
	 * @param secret the one that it holds from now on; null leaves it those that it has
	 * @param enabled null leaves it as it is, unless it is off since a document left it
	 * out
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 * @return whether it has another secret now
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean declare(ClientMetadata metadata, @Nullable String secret, @Nullable Boolean enabled, String document,
			String by) {
		String clientId = metadata.clientId();
		Client before = find(clientId).orElse(null);
		boolean wanted = (enabled != null) ? enabled : before == null || before.enabled() || isLeftOut(clientId);
		boolean same = before != null && before.managedBy() == ManagedBy.CONFIGURATION
				&& before.metadata().equals(metadata) && before.enabled() == wanted;
		if (!same) {
			write(PUT, metadata, document);
			this.jdbc.sql(SET_ENABLED).param("clientId", clientId).param("enabled", wanted).update();
		}
		boolean anotherSecret = (secret != null || !metadata.hasSecret()) && this.secrets.keepOnly(clientId, secret);
		if (!same) {
			record((before != null) ? "client.updated" : "client.created", clientId,
					(before != null) ? before.fields() : Map.of(), by);
		}
		else if (anotherSecret) {
			record("client.secret-replaced", clientId, null, by);
		}
		return anotherSecret;
	}

	/**
	 * Disables a client that the document no longer names, and leaves it to the API.
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String clientId, String by) {
		findToChange(clientId).filter((client) -> client.managedBy() == ManagedBy.CONFIGURATION).ifPresent((before) -> {
			this.jdbc.sql(LEAVE_OUT).param("clientId", clientId).update();
			record("client.disabled", clientId, before.fields(), by);
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc.sql("SELECT client_id, declared_by FROM client WHERE declared_by IS NOT NULL ORDER BY client_id")
			.query((row) -> {
				declared.put(row.getString(1), row.getString(2));
			});
		return declared;
	}

	/**
	 * Takes from all clients what is no scope any more.
	 * @param by who does it, for the audit log
	 * @return those that had one, as they were
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public List<Client> keepScopes(Set<String> resourceScopes, String by) {
		String[] known = Stream.concat(ClientMetadata.IDENTITY_SCOPES.stream(), resourceScopes.stream())
			.toArray(String[]::new);
		List<Client> affected = this.jdbc.sql(SELECT + "WHERE NOT c.scopes <@ :known::text[] ORDER BY c.client_id")
			.param("known", known)
			.query(Clients::map)
			.list();
		affected.forEach((before) -> {
			String clientId = before.metadata().clientId();
			this.jdbc.sql(KEEP_SCOPES).param("known", known).param("clientId", clientId).update();
			record("client.updated", clientId, before.fields(), by);
		});
		return affected;
	}

	private boolean isLeftOut(String clientId) {
		return this.jdbc.sql(IS_LEFT_OUT).param("clientId", clientId).query(Boolean.class).single();
	}

	/**
	 * Writes what a client is.
	 * @param document which says so; null if it is the API
	 */
	private int write(String sql, ClientMetadata metadata, @Nullable String document) {
		return this.jdbc.sql(sql)
			.param("clientId", metadata.clientId())
			.param("clientName", metadata.clientName())
			.param("clientUri", metadata.clientUri())
			.param("redirectUris", array(metadata.redirectUris()))
			.param("postLogoutRedirectUris", array(metadata.postLogoutRedirectUris()))
			.param("grantTypes", array(metadata.grantTypes()))
			.param("scopes", array(metadata.scopes()))
			.param("tokenEndpointAuthMethod", metadata.tokenEndpointAuthMethod())
			.param("jwks", metadata.jwks())
			.param("jwksUri", metadata.jwksUri())
			.param("idTokenSignedResponseAlg", metadata.idTokenSignedResponseAlg())
			.param("accessTokenSigningAlg", metadata.accessTokenSigningAlg())
			.param("requirePkce", metadata.requirePkce())
			.param("requireConsent", metadata.requireConsent())
			.param("logoUri", metadata.look().logoUri())
			.param("brandColor", metadata.look().brandColor())
			.param("tosUri", metadata.look().tosUri())
			.param("policyUri", metadata.look().policyUri())
			.param("managedBy", ((document != null) ? ManagedBy.CONFIGURATION : ManagedBy.API).label())
			.param("document", document)
			.update();
	}

	/**
	 * Records what was written.
	 * @param before what was shown before; null if nothing of that has changed
	 * @return the client as it is now
	 */
	private Client record(String kind, String clientId, @Nullable Map<String, Object> before, String by) {
		this.versions.changed();
		Client after = find(clientId).orElseThrow();
		Map<String, Object> shown = after.fields();
		this.audit.record(event(kind, clientId, by).changed((before != null) ? before : shown, shown));
		return after;
	}

	private static AuditEvent event(String kind, String clientId, String by) {
		return AuditEvent.success(kind).client(clientId).detail(Map.of("by", by));
	}

	private static Client map(ResultSet row, int number) throws SQLException {
		String secrets = row.getString("secrets");
		ClientMetadata metadata = new ClientMetadata(row.getString("client_id"), row.getString("client_name"),
				row.getString("client_uri"), list(row, "redirect_uris"), list(row, "post_logout_redirect_uris"),
				list(row, "grant_types"), list(row, "scopes"), row.getString("token_endpoint_auth_method"),
				row.getString("jwks"), row.getString("jwks_uri"), row.getString("id_token_signing_alg"),
				row.getString("access_token_signing_alg"), row.getBoolean("require_pkce"),
				row.getBoolean("require_consent"), new ClientLook(row.getString("logo_uri"),
						row.getString("brand_color"), row.getString("tos_uri"), row.getString("policy_uri")));
		return new Client(metadata, ManagedBy.valueOf(row.getString("managed_by").toUpperCase(Locale.ROOT)),
				row.getBoolean("enabled"), row.getTimestamp("created_at").toInstant(),
				metadata.clientId() + ((secrets != null) ? " " + secrets : ""));
	}

	private static List<String> list(ResultSet row, String column) throws SQLException {
		return List.of((String[]) row.getArray(column).getArray());
	}

	private static String[] array(List<String> values) {
		return values.toArray(String[]::new);
	}

	/**
	 * Which clients are asked for; null does not matter.
	 *
	 * @param words what the id, the name or a redirect URI contains
	 * @param scope one that the client may ask for
	 */
	public record Query(@Nullable String words, @Nullable String scope, @Nullable Boolean enabled,
			@Nullable String managedBy) {

	}

	/**
	 * How many clients there are.
	 *
	 * @param disabled how many of all are disabled
	 */
	public record Count(int all, int disabled) {

	}

	/**
	 * A client that was just registered, or just became one with a secret.
	 *
	 * @param secret shown this once, and kept nowhere; null if the client has none
	 */
	public record NewClient(Client client, @Nullable String secret) {

		@Override
		public String toString() {
			return "NewClient[clientId=" + this.client.metadata().clientId() + "]";
		}

	}

	/**
	 * A secret that a client was just given.
	 *
	 * @param secret shown this once, and kept nowhere
	 * @param previousExpiresAt when the one from before stops working
	 */
	public record NewSecret(String secret, Instant previousExpiresAt) {

		@Override
		public String toString() {
			return "NewSecret[]";
		}

	}

}

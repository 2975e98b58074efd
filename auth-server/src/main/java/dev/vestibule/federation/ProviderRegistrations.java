package dev.vestibule.federation;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.federation.ProviderRegistration.ManagedBy;
import dev.vestibule.federation.ProviderRegistration.Stored;
import dev.vestibule.freshness.Versions;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import dev.vestibule.keyring.UnknownKeyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The providers as the database has them now, with our secrets there. What is written
 * takes effect on this node at once, and on the others within a second.
 */
@Repository
public class ProviderRegistrations {

	/** What is known of them by the nodes. */
	static final String SUBJECT = "provider";

	private static final Logger logger = LoggerFactory.getLogger(ProviderRegistrations.class);

	private static final TypeReference<Map<String, String>> SETTINGS = new TypeReference<>() {
	};

	private static final String LIST = "SELECT * FROM provider ORDER BY position, id";

	private static final String FIND = "SELECT * FROM provider WHERE id = :id";

	// Whoever changes a provider takes a turn before looking at it.
	private static final String TURN = "UPDATE provider SET updated_at = now() WHERE id = :id";

	private static final String INSERT = """
			INSERT INTO provider (id, preset, name, enabled, position, client_id, key_id, secret, trust, domains, settings,
			    managed_by, declared_by)
			VALUES (:id, :preset, :name, :enabled, :position, :clientId, :keyId, :secret, :trust, :domains,
			    :settings::jsonb, :managedBy, :document)
			ON CONFLICT DO NOTHING
			""";

	private static final String UPDATE = """
			UPDATE provider SET preset = :preset, name = :name, enabled = :enabled, position = :position,
			    client_id = :clientId, key_id = :keyId, secret = :secret, trust = :trust, domains = :domains,
			    settings = :settings::jsonb, managed_by = :managedBy, declared_by = :document, updated_at = now()
			WHERE id = :id
			""";

	private static final String UPDATE_BUT_ENABLED = UPDATE.replace("enabled = :enabled,", "");

	// Whoever switches one on that was left out has taken it up.
	private static final String SET_ENABLED = """
			UPDATE provider SET enabled = :enabled,
			    declared_by = CASE WHEN managed_by = 'configuration' THEN declared_by END
			WHERE id = :id
			""";

	private static final String IS_LEFT_OUT = """
			SELECT EXISTS (SELECT FROM provider WHERE id = :id AND declared_by IS NOT NULL AND managed_by = 'api')
			""";

	private static final String LEAVE_OUT = """
			UPDATE provider SET enabled = false, managed_by = 'api', updated_at = now() WHERE id = :id
			""";

	private static final String OF_FORMER_KEYS = "SELECT * FROM provider WHERE key_id <> :keyId";

	private static final String SEAL = "UPDATE provider SET key_id = :keyId, secret = :secret WHERE id = :id AND key_id <> :keyId";

	private final JsonMapper json = JsonMapper.shared();

	private final JdbcClient jdbc;

	private final Keyring keyring;

	private final Map<String, Preset> presets;

	private final ProvidersProperties properties;

	private final AuditLog audit;

	private final Versions versions;

	ProviderRegistrations(JdbcClient jdbc, Keyring keyring, List<Preset> presets, ProvidersProperties properties,
			AuditLog audit, Versions versions) {
		this.jdbc = jdbc;
		this.properties = properties;
		this.keyring = keyring;
		this.presets = presets.stream().collect(Collectors.toUnmodifiableMap(Preset::id, (preset) -> preset));
		this.audit = audit;
		this.versions = versions;
	}

	/**
	 * The kinds of providers, in the order of the login page.
	 */
	public List<PresetDescription> presets() {
		return this.presets.values()
			.stream()
			.sorted(Comparator.comparing(Preset::position).thenComparing(Preset::id))
			.map(PresetDescription::of)
			.toList();
	}

	/**
	 * Those that this node can use, in the order of the login page.
	 */
	public List<Stored> list() {
		return this.jdbc.sql(LIST).query(this::map).list().stream().flatMap(Optional::stream).toList();
	}

	public Optional<Stored> find(String id) {
		// PostgreSQL takes no NUL, and no provider has one in its id.
		return (id.indexOf('\0') >= 0) ? Optional.empty()
				: this.jdbc.sql(FIND).param("id", id).query(this::map).optional().flatMap((stored) -> stored);
	}

	/**
	 * The provider as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Optional<Stored> findToChange(String id) {
		this.versions.changed();
		return (id.indexOf('\0') < 0 && takeTurn(id)) ? find(id) : Optional.empty();
	}

	/**
	 * Registers a provider.
	 * @param by who does it, for the audit log
	 * @return empty if the id is taken
	 * @throws InvalidProviderException if it cannot be registered like this
	 */
	@Transactional
	public Optional<Stored> register(Map<String, ? extends @Nullable Object> fields, String by) {
		ProviderRegistration registration = read(fields, null);
		if (write(INSERT, registration, ManagedBy.API, null) == 0) {
			return Optional.empty();
		}
		return Optional.of(record("provider.created", registration.id(), Map.of(), by));
	}

	/**
	 * Makes a provider of the API what the fields say; the secret stays if they have
	 * none, unless it would be sent elsewhere than before.
	 * @param by who does it, for the audit log
	 * @return empty if there is no such provider
	 * @throws InvalidProviderException if it cannot be like this
	 */
	@Transactional
	public Optional<Stored> replace(String id, Map<String, ? extends @Nullable Object> fields, String by) {
		Optional<Stored> before = findToChange(id);
		if (before.filter((stored) -> stored.managedBy() == ManagedBy.API).isEmpty()) {
			return Optional.empty();
		}
		Map<String, @Nullable Object> named = new HashMap<>(fields);
		named.put("id", id);
		ProviderRegistration registration = read(named, before.get().registration());
		write(UPDATE, registration, ManagedBy.API, null);
		return Optional.of(record("provider.updated", id, before.get().registration().fields(), by));
	}

	/**
	 * Switches a provider on or off, one of the settings as well.
	 * @param by who does it, for the audit log
	 * @return empty if there is no such provider
	 */
	@Transactional
	public Optional<Stored> enable(String id, boolean enabled, String by) {
		Optional<Stored> before = findToChange(id);
		if (before.isEmpty()) {
			return Optional.empty();
		}
		this.jdbc.sql(SET_ENABLED).param("enabled", enabled).param("id", id).update();
		return Optional.of(record(enabled ? "provider.enabled" : "provider.disabled", id,
				before.get().registration().fields(), by));
	}

	/**
	 * Deletes a provider. Who was linked stays so, and can sign in again if the same
	 * provider comes back.
	 * @param by who does it, for the audit log
	 */
	@Transactional
	public Deletion delete(String id, String by) {
		if (this.properties.names(id) || isDeclared(id)) {
			return Deletion.CONFIGURED;
		}
		return prune(id, by) ? Deletion.DELETED : Deletion.UNKNOWN;
	}

	/**
	 * Deletes a provider, whoever manages it.
	 * @param by who does it, for the audit log
	 * @return whether there was one
	 */
	@Transactional
	public boolean prune(String id, String by) {
		return findToChange(id).map((before) -> {
			this.jdbc.sql("DELETE FROM provider WHERE id = :id").param("id", id).update();
			record("provider.deleted", id, before.registration().fields(), Map.of(), by);
			return before;
		}).isPresent();
	}

	/**
	 * Reads what a provider is to be; the secret is the one that it has if none is given,
	 * unless it would be sent elsewhere than before.
	 * @throws InvalidProviderException if it cannot be registered like this
	 */
	public ProviderRegistration read(Map<String, ? extends @Nullable Object> fields) {
		ProviderRegistration before = (fields.get("id") instanceof String id)
				? find(id).map(Stored::registration).orElse(null) : null;
		return read(fields, before);
	}

	/**
	 * Makes a provider what a document says, by which it is managed from now on. Nothing
	 * is written if it is so already.
	 * @param registration as it was read
	 * @param enabled null leaves it as it is, unless it is off since a document left it
	 * out
	 * @param document the name of the document
	 * @param by who does it, for the audit log
	 * @return whether it has another secret now
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public boolean declare(ProviderRegistration registration, @Nullable Boolean enabled, String document, String by) {
		String id = registration.id();
		Stored before = find(id).orElse(null);
		boolean wanted = (enabled != null) ? enabled
				: before == null || before.registration().enabled() || isLeftOut(id);
		ProviderRegistration after = registration.enabled(wanted);
		if (before != null && before.managedBy() == ManagedBy.CONFIGURATION && after.equals(before.registration())) {
			return false;
		}
		if (before == null) {
			if (write(INSERT, after, ManagedBy.CONFIGURATION, document) == 0) {
				throw new IllegalStateException("The provider " + id + " cannot be read: see the log.");
			}
			record("provider.created", id, Map.of(), by);
			return false;
		}
		write(UPDATE, after, ManagedBy.CONFIGURATION, document);
		record("provider.updated", id, before.registration().fields(), by);
		return !after.clientSecret().equals(before.registration().clientSecret());
	}

	/**
	 * Switches a provider off that the document no longer names, and leaves it to the
	 * API.
	 * @param by who does it, for the audit log
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void leaveOut(String id, String by) {
		findToChange(id).filter((stored) -> stored.managedBy() == ManagedBy.CONFIGURATION).ifPresent((before) -> {
			this.jdbc.sql(LEAVE_OUT).param("id", id).update();
			record("provider.disabled", id, before.registration().fields(), by);
		});
	}

	/**
	 * The document that has named each, where nobody else has taken it up since.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		this.jdbc.sql("SELECT id, declared_by FROM provider WHERE declared_by IS NOT NULL ORDER BY id").query((row) -> {
			declared.put(row.getString(1), row.getString(2));
		});
		return declared;
	}

	/**
	 * Whether the settings of this node say what this provider is.
	 */
	public boolean isNamedBySettings(String id) {
		return this.properties.names(id);
	}

	/**
	 * Makes a provider of the settings what they say. Whether it is on is what they say,
	 * or else what the API said last.
	 */
	void put(Map<String, ? extends @Nullable Object> fields) {
		ProviderRegistration registration = read(fields, null);
		Stored before = find(registration.id()).orElse(null);
		if (before == null) {
			if (write(INSERT, registration, ManagedBy.CONFIGURATION, null) == 0) {
				throw new IllegalStateException("the provider " + registration.id() + " cannot be read: see the log");
			}
			record("provider.created", registration.id(), Map.of(), "configuration");
			return;
		}
		if (before.managedBy() == ManagedBy.API) {
			throw new IllegalArgumentException(
					"was registered through the API; delete it there, or give this one another id");
		}
		boolean enabled = (fields.get("enabled") != null) ? registration.enabled() : before.registration().enabled();
		if (!registration.enabled(enabled).equals(before.registration())) {
			write((fields.get("enabled") != null) ? UPDATE : UPDATE_BUT_ENABLED, registration, ManagedBy.CONFIGURATION,
					null);
			record("provider.updated", registration.id(), before.registration().fields(), "configuration");
		}
	}

	List<String> configured() {
		return this.jdbc.sql("SELECT id FROM provider WHERE managed_by = 'configuration' ORDER BY id")
			.query(String.class)
			.list();
	}

	/**
	 * Encrypts anew what a former key of the keyring encrypts.
	 */
	void seal() {
		String keyId = this.keyring.writingKey();
		this.jdbc.sql(OF_FORMER_KEYS)
			.param("keyId", keyId)
			.query(this::map)
			.list()
			.stream()
			.flatMap(Optional::stream)
			.map(Stored::registration)
			.forEach((registration) -> this.jdbc.sql(SEAL)
				.param("keyId", keyId)
				.param("secret", encrypt(registration, keyId))
				.param("id", registration.id())
				.update());
	}

	Preset preset(ProviderRegistration registration) {
		return Objects.requireNonNull(this.presets.get(registration.preset()));
	}

	private ProviderRegistration read(Map<String, ? extends @Nullable Object> fields,
			@Nullable ProviderRegistration before) {
		return new ProviderReader(fields, this.presets).read(before);
	}

	private boolean isLeftOut(String id) {
		return this.jdbc.sql(IS_LEFT_OUT).param("id", id).query(Boolean.class).single();
	}

	private boolean isDeclared(String id) {
		return find(id).filter((stored) -> stored.managedBy() == ManagedBy.CONFIGURATION).isPresent()
				&& declared().containsKey(id);
	}

	private boolean takeTurn(String id) {
		return this.jdbc.sql(TURN).param("id", id).update() > 0;
	}

	private int write(String sql, ProviderRegistration registration, ManagedBy managedBy, @Nullable String document) {
		String keyId = this.keyring.writingKey();
		return this.jdbc.sql(sql)
			.param("id", registration.id())
			.param("preset", registration.preset())
			.param("name", registration.name())
			.param("enabled", registration.enabled())
			.param("position", registration.position())
			.param("clientId", registration.clientId())
			.param("keyId", keyId)
			.param("secret", encrypt(registration, keyId))
			.param("trust", registration.trust().label())
			.param("domains", registration.domains().toArray(String[]::new))
			.param("settings", this.json.writeValueAsString(registration.settings()))
			.param("managedBy", managedBy.label())
			.param("document", document)
			.update();
	}

	private byte[] encrypt(ProviderRegistration registration, String keyId) {
		return this.keyring.encrypt(Purpose.PROVIDER_SECRET, keyId,
				registration.clientSecret().getBytes(StandardCharsets.UTF_8), context(registration.id()));
	}

	private static byte[] context(String id) {
		return ("provider:" + id).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Records what was written.
	 * @return the provider as it is now
	 */
	private Stored record(String kind, String id, Map<String, @Nullable Object> before, String by) {
		this.versions.changed();
		Stored after = find(id).orElseThrow();
		record(kind, id, before, after.registration().fields(), by);
		return after;
	}

	private void record(String kind, String id, Map<String, @Nullable Object> before,
			Map<String, @Nullable Object> after, String by) {
		this.versions.changed();
		this.audit.record(AuditEvent.success(kind).detail(Map.of("provider", id, "by", by)).changed(before, after));
	}

	/** Empty if this node cannot use it; the others are not to suffer from that. */
	private Optional<Stored> map(ResultSet row, int number) throws SQLException {
		String id = row.getString("id");
		if (!this.presets.containsKey(row.getString("preset"))) {
			logger.error("The provider {} is left out: there is no preset {} here", id, row.getString("preset"));
			return Optional.empty();
		}
		try {
			byte[] secret = this.keyring.decrypt(Purpose.PROVIDER_SECRET, row.getString("key_id"),
					row.getBytes("secret"), context(id));
			ProviderRegistration registration = new ProviderRegistration(id, row.getString("preset"),
					row.getString("name"), row.getBoolean("enabled"), row.getInt("position"),
					row.getString("client_id"), new String(secret, StandardCharsets.UTF_8),
					Trust.of(row.getString("trust")), List.of((String[]) row.getArray("domains").getArray()),
					this.json.readValue(row.getString("settings"), SETTINGS));
			Instant createdAt = row.getTimestamp("created_at").toInstant();
			return Optional.of(new Stored(registration,
					ManagedBy.valueOf(row.getString("managed_by").toUpperCase(Locale.ROOT)), createdAt));
		}
		catch (UnknownKeyException ex) {
			logger.error("The provider {} is left out: the keyring has no key {}, under which its secret is kept", id,
					row.getString("key_id"));
			return Optional.empty();
		}
	}

	/**
	 * How a deletion ended.
	 */
	public enum Deletion {

		DELETED, UNKNOWN, CONFIGURED

	}

}

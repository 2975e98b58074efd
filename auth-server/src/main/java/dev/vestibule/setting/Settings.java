package dev.vestibule.setting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The settings that were made. What is asked for by name is remembered, and in force on
 * every node within a second; what is shown and changed is as the database has it.
 */
@Repository
public class Settings {

	/** Who has made each, by its name. */
	public static final String MANAGED_BY = "managed_by";

	/** What counts again when a setting is taken back. */
	public static final String DEFAULTS = "defaults";

	/** Who has made what nobody has set. */
	public static final String ENVIRONMENT = "environment";

	private static final String MAKE = """
			INSERT INTO setting (name, value, declared_by) VALUES (:name, :value::jsonb, :document)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value, declared_by = excluded.declared_by
			""";

	// Who reads is not kept waiting.
	private static final String LOCK = "LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final JdbcClient jdbc;

	private final Versions versions;

	private final AuditLog audit;

	private final Map<String, Object> defaults = new LinkedHashMap<>();

	private final Remembered<Map<String, Setting>> made;

	Settings(JdbcClient jdbc, Versions versions, AuditLog audit, List<Defaults> defaults) {
		this.jdbc = jdbc;
		this.versions = versions;
		this.audit = audit;
		defaults.forEach((each) -> this.defaults.putAll(each.defaults()));
		this.made = new Remembered<>(versions, "setting", this::read);
	}

	/**
	 * A text as it was set; empty if its default counts.
	 */
	public Optional<String> text(String name) {
		return Optional.ofNullable(this.made.get().get(name)).map((setting) -> (String) setting.value());
	}

	/**
	 * The same, but as it was last known, and no waiting for a newer one: for what has to
	 * be answered even while the database is gone.
	 */
	public Optional<String> lastText(String name) {
		return Optional.ofNullable(this.made.getOrLast().get(name)).map((setting) -> (String) setting.value());
	}

	/**
	 * A list of texts as it was set; empty if its default counts.
	 */
	public Optional<List<String>> texts(String name) {
		return Optional.ofNullable(this.made.get().get(name))
			.map((setting) -> ((List<?>) setting.value()).stream().map(String::valueOf).toList());
	}

	/**
	 * What counts, who has made it, and what the defaults are.
	 */
	public Map<String, Object> fields() {
		Map<String, Setting> made = read();
		Map<String, Object> fields = inForce(made);
		Map<String, String> managedBy = new LinkedHashMap<>();
		made.forEach((name, setting) -> managedBy.put(name, setting.managedBy()));
		fields.put(MANAGED_BY, managedBy);
		fields.put(DEFAULTS, this.defaults);
		return fields;
	}

	/**
	 * The same, as it stays until this transaction changes it, or ends.
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Map<String, Object> fieldsToChange() {
		this.jdbc.sql(LOCK).update();
		return fields();
	}

	/**
	 * Makes settings, and takes back those that are null.
	 * @return what counts by then
	 * @throws ConfiguredSettingException if a document has made one of them, and another
	 * value is wanted
	 */
	@Transactional
	public Map<String, Object> change(Map<String, @Nullable Object> changes, String by) {
		Map<String, Object> before = fieldsToChange();
		Map<String, Setting> made = read();
		changes.forEach((name, value) -> {
			Setting setting = made.get(name);
			if (!Objects.equals(value, (setting != null) ? setting.value() : null)) {
				if (setting != null && setting.document() != null) {
					throw new ConfiguredSettingException(name);
				}
				write(name, value, null);
			}
		});
		return recorded(before, by);
	}

	/**
	 * Makes the settings of a document what it says; what it no longer names is its
	 * default again.
	 * @return what counts by then
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Map<String, Object> declare(Map<String, Object> settings, String document, String by) {
		Map<String, Object> before = fieldsToChange();
		Map<String, Setting> made = read();
		made.forEach((name, setting) -> {
			if (document.equals(setting.document()) && !settings.containsKey(name)) {
				write(name, null, document);
			}
		});
		settings.forEach((name, value) -> {
			if (!new Setting(value, document).equals(made.get(name))) {
				write(name, value, document);
			}
		});
		return recorded(before, by);
	}

	/**
	 * The document that has made each, where one has.
	 */
	public Map<String, String> declared() {
		Map<String, String> declared = new LinkedHashMap<>();
		read().forEach((name, setting) -> {
			if (setting.document() != null) {
				declared.put(name, setting.document());
			}
		});
		return declared;
	}

	/**
	 * The settings that a document has made, by their names.
	 * @param api whether those that the API has made are among them
	 */
	public Map<String, Object> made(String document, boolean api) {
		Map<String, Object> settings = new LinkedHashMap<>();
		read().forEach((name, setting) -> {
			if ((setting.document() != null) ? setting.document().equals(document) : api) {
				settings.put(name, setting.value());
			}
		});
		return settings;
	}

	/**
	 * One of the settings that {@link #fields()} shows, by itself: its value, and who has
	 * made it.
	 */
	public static Map<String, Object> shown(Map<String, Object> fields, String name) {
		Map<String, Object> shown = new LinkedHashMap<>();
		if (fields.containsKey(name)) {
			shown.put("value", fields.get(name));
		}
		Object by = ((Map<?, ?>) fields.getOrDefault(MANAGED_BY, Map.of())).get(name);
		shown.put(MANAGED_BY, (by != null) ? by : ENVIRONMENT);
		return shown;
	}

	private void write(String name, @Nullable Object value, @Nullable String document) {
		this.versions.changed();
		if (value == null) {
			this.jdbc.sql("DELETE FROM setting WHERE name = :name").param("name", name).update();
		}
		else {
			this.jdbc.sql(MAKE)
				.param("name", name)
				.param("value", JSON.writeValueAsString(value))
				.param("document", document)
				.update();
		}
	}

	private Map<String, Object> recorded(Map<String, Object> before, String by) {
		Map<String, Object> after = fields();
		if (!after.equals(before)) {
			this.audit.record(AuditEvent.success("settings.changed").detail(Map.of("by", by)).changed(before, after));
		}
		return after;
	}

	private Map<String, Object> inForce(Map<String, Setting> made) {
		Map<String, Object> values = new LinkedHashMap<>(this.defaults);
		made.forEach((name, setting) -> values.put(name, setting.value()));
		return values;
	}

	private Map<String, Setting> read() {
		Map<String, Setting> made = new LinkedHashMap<>();
		this.jdbc.sql("SELECT name, value, declared_by FROM setting ORDER BY name").query((row) -> {
			made.put(row.getString(1), new Setting(JSON.readValue(row.getString(2), Object.class), row.getString(3)));
		});
		return made;
	}

}

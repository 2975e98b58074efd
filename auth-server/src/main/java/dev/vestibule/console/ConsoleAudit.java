package dev.vestibule.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.vestibule.account.Accounts;
import dev.vestibule.admin.Ids;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.selfservice.Moments;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * How the console shows what happened.
 */
@Component
class ConsoleAudit {

	private static final String BY = "by";

	private static final String BY_ACCOUNT = "account:";

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Accounts accounts;

	ConsoleAudit(Accounts accounts) {
		this.accounts = accounts;
	}

	Row row(AuditRecord event, Locale locale) {
		return rows(List.of(event), locale).apply(event);
	}

	/**
	 * How each of some events is shown, with the addresses of the accounts that they are
	 * about, as far as they are still there.
	 */
	Function<AuditRecord, Row> rows(List<AuditRecord> events, Locale locale) {
		Map<UUID, String> emails = this.accounts
			.emails(events.stream().map(AuditRecord::account).filter(Objects::nonNull).collect(Collectors.toSet()));
		return (event) -> {
			UUID account = event.account();
			return new Row(event.id(), Moments.time(event.occurredAt(), locale), event.kind(), event.outcome(),
					event.reason(), (account != null) ? account.toString() : null, emails.get(account), event.client(),
					event.source());
		};
	}

	/**
	 * Who administered, if one of them made it happen.
	 */
	@Nullable By by(AuditRecord event) {
		Object by = event.detail().get(BY);
		if (by == null) {
			return null;
		}
		String name = by.toString();
		return (name.startsWith(BY_ACCOUNT) ? Ids.parse(name.substring(BY_ACCOUNT.length())) : Optional.<UUID>empty())
			.flatMap(this.accounts::find)
			.map((account) -> new By(account.id().toString(), account.email().value()))
			.orElseGet(() -> new By(null, name));
	}

	/**
	 * Further facts of an event, by name.
	 */
	Map<String, String> facts(AuditRecord event, Locale locale) {
		Map<String, String> facts = new LinkedHashMap<>();
		event.detail().forEach((name, value) -> {
			if (!name.equals(BY)) {
				facts.put(name, text(name, value, locale));
			}
		});
		return facts;
	}

	/**
	 * What an event has changed.
	 */
	List<ShownChange> changes(AuditRecord event, Locale locale) {
		List<ShownChange> changes = new ArrayList<>();
		event.changes().forEach((field, change) -> {
			Map<?, ?> values = (change instanceof Map<?, ?> map) ? map : Map.of();
			changes.add(new ShownChange(field, text(field, values.get("before"), locale),
					text(field, values.get("after"), locale)));
		});
		return changes;
	}

	private static String text(String name, @Nullable Object value, Locale locale) {
		if (value == null) {
			return "";
		}
		if (name.endsWith("_at") && (value instanceof Integer || value instanceof Long)) {
			return Moments.time(Instant.ofEpochSecond(((Number) value).longValue()), locale);
		}
		if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
			return String.join("\n", list.stream().map(String::valueOf).toList());
		}
		return (value instanceof Map<?, ?> || value instanceof List<?>) ? JSON.writeValueAsString(value)
				: value.toString();
	}

	/**
	 * An event in a list, or in the head of its page.
	 */
	record Row(long id, String time, String kind, String outcome, @Nullable String reason, @Nullable String account,
			@Nullable String email, @Nullable String client, @Nullable String source) {

	}

	/**
	 * Who made something happen.
	 *
	 * @param account the id of their account, if there is one
	 */
	record By(@Nullable String account, String name) {

	}

	/**
	 * A field that an event has changed; empty where there was nothing, or is nothing any
	 * more.
	 */
	record ShownChange(String field, String before, String after) {

	}

}

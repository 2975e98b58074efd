package dev.vestibule.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
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

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Accounts accounts;

	ConsoleAudit(Accounts accounts) {
		this.accounts = accounts;
	}

	Row row(AuditRecord event, Locale locale) {
		return new Row(event.id(), Moments.time(event.occurredAt(), locale), event.kind(), event.outcome(),
				event.reason(), (event.account() != null) ? event.account().toString() : null, event.client(),
				event.source());
	}

	/**
	 * The address of the account that an event is about; null if it is about none, or
	 * about one that there is no more.
	 */
	@Nullable String email(AuditRecord event) {
		return (event.account() != null) ? email(event.account()) : null;
	}

	private @Nullable String email(UUID account) {
		return this.accounts.find(account).map(Account::email).map((email) -> email.value()).orElse(null);
	}

	/**
	 * Further facts of an event, by name.
	 */
	Map<String, String> facts(AuditRecord event) {
		Map<String, String> facts = new LinkedHashMap<>();
		event.detail().forEach((name, value) -> facts.put(name, text(value)));
		return facts;
	}

	/**
	 * What an event has changed.
	 */
	List<ShownChange> changes(AuditRecord event) {
		List<ShownChange> changes = new ArrayList<>();
		event.changes().forEach((field, change) -> {
			Map<?, ?> values = (change instanceof Map<?, ?> map) ? map : Map.of();
			changes.add(new ShownChange(field, text(values.get("before")), text(values.get("after"))));
		});
		return changes;
	}

	private static String text(@Nullable Object value) {
		if (value == null) {
			return "";
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
			@Nullable String client, @Nullable String source) {

	}

	/**
	 * A field that an event has changed; empty where there was nothing, or is nothing any
	 * more.
	 */
	record ShownChange(String field, String before, String after) {

	}

}

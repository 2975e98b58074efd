package dev.vestibule.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.Account.Role;
import org.jspecify.annotations.Nullable;

/**
 * An account as administrators see it.
 *
 * @param hasPassword whether one of its ways in is a password
 * @param roles those of its own, by name
 * @param groups by name
 */
public record ManagedAccount(Account account, Instant createdAt, boolean hasPassword, List<String> roles,
		List<String> groups) {

	/**
	 * What is shown of it, by name; times are seconds since 1970. No secrets.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.account.id().toString());
		fields.put("email", this.account.email().value());
		fields.put("verified_at", this.account.verifiedAt().getEpochSecond());
		fields.put("verified_by", this.account.verifiedBy());
		fields.put("name", this.account.name());
		fields.put("locale", this.account.locale().toLanguageTag());
		fields.put("enabled", this.account.enabled());
		put(fields, "proof_due_at", this.account.proofDueAt());
		put(fields, "frozen_until", this.account.frozenUntil());
		fields.put("password", this.hasPassword);
		Role role = this.account.role();
		if (role != null) {
			fields.put("admin_role", role.label());
		}
		fields.put("roles", this.roles);
		fields.put("groups", this.groups);
		fields.put("created_at", this.createdAt.getEpochSecond());
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable Instant time) {
		if (time != null) {
			fields.put(name, time.getEpochSecond());
		}
	}

}

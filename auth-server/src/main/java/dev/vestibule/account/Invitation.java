package dev.vestibule.account;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Leave for an address to have an account, with what that will have.
 *
 * @param challengeId whose proof accepts it
 * @param roles by name; those that there are by then count
 * @param groups likewise
 * @param invitedBy for the audit log
 */
public record Invitation(UUID id, EmailAddress email, UUID challengeId, List<String> roles, List<String> groups,
		String invitedBy, Instant createdAt, Instant expiresAt) {

	/**
	 * What is shown of it, by name; times are seconds since 1970.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id.toString());
		fields.put("email", this.email.value());
		fields.put("roles", this.roles);
		fields.put("groups", this.groups);
		fields.put("invited_by", this.invitedBy);
		fields.put("created_at", this.createdAt.getEpochSecond());
		fields.put("expires_at", this.expiresAt.getEpochSecond());
		return fields;
	}

}

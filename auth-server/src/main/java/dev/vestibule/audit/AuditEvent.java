package dev.vestibule.audit;

import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened: what, to whom, through which client, and how it ended. It
 * never holds a secret.
 *
 * @param kind a dotted name such as {@code account.created}
 * @param reason why it was refused or failed, a short name; null on success
 * @param detail further facts, values being short strings
 */
public record AuditEvent(String kind, Outcome outcome, @Nullable String reason, @Nullable UUID accountId,
		@Nullable String clientId, Map<String, String> detail) {

	public static AuditEvent success(String kind) {
		return new AuditEvent(kind, Outcome.SUCCESS, null, null, null, Map.of());
	}

	public static AuditEvent refused(String kind, String reason) {
		return new AuditEvent(kind, Outcome.REFUSED, reason, null, null, Map.of());
	}

	public AuditEvent account(@Nullable UUID accountId) {
		return new AuditEvent(this.kind, this.outcome, this.reason, accountId, this.clientId, this.detail);
	}

	public AuditEvent client(@Nullable String clientId) {
		return new AuditEvent(this.kind, this.outcome, this.reason, this.accountId, clientId, this.detail);
	}

	public AuditEvent detail(Map<String, String> detail) {
		return new AuditEvent(this.kind, this.outcome, this.reason, this.accountId, this.clientId, Map.copyOf(detail));
	}

	/**
	 * How it ended: as asked, refused by a rule, or failed by a fault.
	 */
	public enum Outcome {

		SUCCESS, REFUSED, FAILURE

	}

}

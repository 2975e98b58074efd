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
 * @param changes what an administrator changed, by field; empty if nobody did
 */
public record AuditEvent(String kind, Outcome outcome, @Nullable String reason, @Nullable UUID accountId,
		@Nullable String clientId, Map<String, String> detail, Map<String, Change> changes) {

	public static AuditEvent success(String kind) {
		return new AuditEvent(kind, Outcome.SUCCESS, null, null, null, Map.of(), Map.of());
	}

	public static AuditEvent refused(String kind, String reason) {
		return new AuditEvent(kind, Outcome.REFUSED, reason, null, null, Map.of(), Map.of());
	}

	public static AuditEvent failed(String kind, String reason) {
		return new AuditEvent(kind, Outcome.FAILURE, reason, null, null, Map.of(), Map.of());
	}

	public AuditEvent account(@Nullable UUID accountId) {
		return new AuditEvent(this.kind, this.outcome, this.reason, accountId, this.clientId, this.detail,
				this.changes);
	}

	public AuditEvent client(@Nullable String clientId) {
		return new AuditEvent(this.kind, this.outcome, this.reason, this.accountId, clientId, this.detail,
				this.changes);
	}

	public AuditEvent detail(Map<String, String> detail) {
		return new AuditEvent(this.kind, this.outcome, this.reason, this.accountId, this.clientId, Map.copyOf(detail),
				this.changes);
	}

	/**
	 * The same with what was changed.
	 * @param before the thing as it was shown, without secrets; empty if it is new
	 * @param after the thing as it is shown, without secrets; empty if it is gone
	 */
	public AuditEvent changed(Map<String, ? extends @Nullable Object> before,
			Map<String, ? extends @Nullable Object> after) {
		return new AuditEvent(this.kind, this.outcome, this.reason, this.accountId, this.clientId, this.detail,
				Change.between(before, after));
	}

	/**
	 * How it ended: as asked, refused by a rule, or failed by a fault.
	 */
	public enum Outcome {

		SUCCESS, REFUSED, FAILURE

	}

}

package dev.vestibule.mail;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A message as administrators see it: what has become of it, and not what it says.
 *
 * @param mailingId the mailing that it belongs to, if it does
 * @param accountId whose it is then
 * @param resentAs the message that it was sent again as, if it was
 */
public record SentMail(UUID id, String template, String recipient, Locale locale, Delivery delivery,
		@Nullable UUID mailingId, @Nullable UUID accountId, Instant createdAt, @Nullable Instant sentAt,
		@Nullable UUID resentAs) {

	/**
	 * What is shown of it, by name; times are seconds since 1970.
	 */
	public Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", this.id.toString());
		fields.put("template", this.template);
		fields.put("recipient", this.recipient);
		fields.put("locale", this.locale.toLanguageTag());
		fields.put("state", this.delivery.state().label());
		String reason = this.delivery.reason();
		if (reason != null) {
			fields.put("reason", reason);
		}
		fields.put("attempts", this.delivery.attempts());
		if (this.mailingId != null) {
			fields.put("mailing", this.mailingId.toString());
		}
		if (this.accountId != null) {
			fields.put("account", this.accountId.toString());
		}
		fields.put("created_at", this.createdAt.getEpochSecond());
		if (this.sentAt != null) {
			fields.put("sent_at", this.sentAt.getEpochSecond());
		}
		if (this.resentAs != null) {
			fields.put("resent_as", this.resentAs.toString());
		}
		return fields;
	}

}

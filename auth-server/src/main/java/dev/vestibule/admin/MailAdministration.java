package dev.vestibule.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.mail.MailQuery;
import dev.vestibule.mail.MailQuery.Position;
import dev.vestibule.mail.SentMail;
import dev.vestibule.mail.SentMails;
import dev.vestibule.mail.TrialMessages;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What administrators do with messages, by the API or by the console. What they say is
 * not shown.
 */
@Component
public class MailAdministration {

	private static final int MAX_ADDRESS = 254;

	private final SentMails mails;

	private final TrialMessages trialMessages;

	private final AuditLog audit;

	MailAdministration(SentMails mails, TrialMessages trialMessages, AuditLog audit) {
		this.mails = mails;
		this.trialMessages = trialMessages;
		this.audit = audit;
	}

	public List<SentMail> search(MailQuery query, @Nullable Position after, int limit) {
		return this.mails.search(query, after, limit);
	}

	public SentMail find(UUID id) {
		return this.mails.find(id).orElseThrow(MailAdministration::unknown);
	}

	/**
	 * Sends a message once more.
	 * @return the one that is sent now
	 */
	public SentMail resend(UUID id, Asking who) {
		find(id);
		return this.mails.resend(id, who.name())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
					"This message is under way: it is tried again by itself."));
	}

	public SentMail abandon(UUID id, Asking who) {
		find(id);
		if (!this.mails.abandon(id, who.name())) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"This message has left, is leaving, or is given up already.");
		}
		return find(id);
	}

	/**
	 * Tries whether mail can leave, by each way out.
	 * @param fields whom to write to, as {@code to}
	 */
	public List<TrialMessages.Outcome> test(Map<String, ? extends @Nullable Object> fields, Locale locale, Asking who) {
		Fields request = new Fields("The test message cannot be sent like this.", fields);
		String to = request.requiredText("to", MAX_ADDRESS);
		if (!to.isEmpty() && EmailAddress.parse(to).isEmpty()) {
			request.refuse("to", "must be an e-mail address");
		}
		request.check();
		List<TrialMessages.Outcome> outcomes = this.trialMessages.send(to, locale);
		this.audit.record(AuditEvent.success("mail.tested").detail(Map.of("by", who.name())));
		return outcomes;
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no message with this id, or none any more.");
	}

}

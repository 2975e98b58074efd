package dev.vestibule.mail;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Says what a mailing's message contains, at the moment when it is sent.
 */
public interface MailingContent {

	/**
	 * What the message says now, asked within the transaction in which its attempt
	 * begins.
	 * @return the template's variables, {@code subject}, {@code text} and
	 * {@code unsubscribeUrl} among them; empty when this recipient is not to have it any
	 * more
	 */
	Optional<Map<String, String>> reveal(UUID mailingId, UUID accountId, String recipient);

}

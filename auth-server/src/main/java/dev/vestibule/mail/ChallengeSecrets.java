package dev.vestibule.mail;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Derives what a message about a challenge must carry, at the moment when it is sent.
 */
public interface ChallengeSecrets {

	/**
	 * What to send now, asked within the transaction in which the message takes its
	 * generation. Where that generation's code has expired while it waited, the answer is
	 * the challenge's next one.
	 * @return empty when that generation was superseded or spent, so that the message is
	 * not worth sending any more
	 */
	Optional<Revealed> reveal(UUID challengeId, int generation);

	/**
	 * What a message of one generation carries.
	 *
	 * @param variables the template's, {@code code}, {@code link} and {@code minutes}
	 * among them
	 */
	record Revealed(int generation, Map<String, String> variables) {

	}

}

package dev.vestibule.mail;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Derives what a message about a challenge must carry, at the moment when it is sent.
 */
public interface ChallengeSecrets {

	/**
	 * The template's variables {@code code}, {@code link} and {@code minutes}.
	 * @return empty when that generation was superseded, spent or has expired, so that
	 * the message is not worth sending any more
	 */
	Optional<Map<String, String>> reveal(UUID challengeId, int generation);

}

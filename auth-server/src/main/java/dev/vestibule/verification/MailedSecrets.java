package dev.vestibule.verification;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.vestibule.keyring.Keyring;
import dev.vestibule.mail.ChallengeSecrets;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Component;

/**
 * Writes the code and the link into a mail at the moment of sending: fresh ones, if they
 * have expired while it waited. A mail that was overtaken by another gets none.
 */
@Component
class MailedSecrets implements ChallengeSecrets {

	private final Challenges challenges;

	private final Secrets secrets;

	private final Keyring keyring;

	private final ServerProperties server;

	private final VerificationProperties properties;

	MailedSecrets(Challenges challenges, Secrets secrets, Keyring keyring, ServerProperties server,
			VerificationProperties properties) {
		this.challenges = challenges;
		this.secrets = secrets;
		this.keyring = keyring;
		this.server = server;
		this.properties = properties;
	}

	@Override
	public Optional<Revealed> reveal(UUID challengeId, int generation) {
		return this.challenges.toBeMailed(challengeId, generation, this.keyring.writingKey())
			.flatMap((challenge) -> variables(challenge)
				.map((variables) -> new Revealed(challenge.generation(), variables)));
	}

	// A decoy's are as good as any: nothing satisfies it, and its mail does not show
	// them.
	private Optional<Map<String, String>> variables(Challenge challenge) {
		return this.secrets.code(challenge)
			.flatMap((code) -> this.secrets.linkToken(challenge)
				.map((token) -> Map.of("code", code, "link",
						this.server.url(challenge.purpose().path() + "?token=" + token), "minutes",
						String.valueOf(this.properties.codeLifetime().toMinutes()), "linkMinutes",
						String.valueOf(this.properties.linkLifetime().toMinutes()))));
	}

}

package dev.vestibule.verification;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.vestibule.account.Accounts;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.Invitation;
import dev.vestibule.account.Invitations;
import dev.vestibule.account.SignUpProperties;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.limit.Source;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Invites people by mail: a proof that they did not ask for. The account comes with the
 * proof, not before.
 */
@Service
public class Inviting {

	private final Accounts accounts;

	private final Invitations invitations;

	private final Challenges challenges;

	private final Keyring keyring;

	private final Outbox outbox;

	private final SignUpProperties properties;

	private final AuditLog audit;

	Inviting(Accounts accounts, Invitations invitations, Challenges challenges, Keyring keyring, Outbox outbox,
			SignUpProperties properties, AuditLog audit) {
		this.accounts = accounts;
		this.invitations = invitations;
		this.challenges = challenges;
		this.keyring = keyring;
		this.outbox = outbox;
		this.properties = properties;
		this.audit = audit;
	}

	/**
	 * Invites an address, in place of any invitation that it has.
	 * @param locale the language of the mail
	 * @param source where it is asked from
	 * @return empty if the address has an account, or cannot have one
	 */
	@Transactional
	public Optional<Invitation> invite(EmailAddress email, Set<String> roles, Set<String> groups, Locale locale,
			String source, Administrator by) {
		this.challenges.lock(email);
		if (this.accounts.findByEmail(email).isPresent() || this.accounts.isReserved(email)) {
			return Optional.empty();
		}
		this.invitations.find(email).ifPresent((before) -> this.challenges.remove(before.challengeId()));
		Challenge challenge = this.challenges.add(Demand.invitation(email), Source.of(source),
				this.keyring.writingKey());
		Invitation invitation = this.invitations.add(email, challenge.id(), roles, groups, by);
		this.outbox.enqueue(new Message("invitation", email.value(), locale,
				Map.of("days", String.valueOf(days(this.properties.invitationLifetime()))), challenge.id(),
				challenge.generation()));
		return Optional.of(invitation);
	}

	/**
	 * Takes an invitation back.
	 * @return false if there is none, or none any more
	 */
	@Transactional
	public boolean withdraw(UUID id, Administrator by) {
		// From here on nobody accepts it.
		this.invitations.find(id).ifPresent((found) -> this.challenges.lock(found.email()));
		Optional<Invitation> invitation = this.invitations.find(id);
		invitation.ifPresent((found) -> {
			this.challenges.remove(found.challengeId());
			this.audit.record(AuditEvent.success("invitation.withdrawn")
				.detail(Map.of("by", by.name()))
				.changed(found.fields(), Map.of()));
		});
		return invitation.isPresent();
	}

	private static long days(Duration lifetime) {
		return Math.max(1, lifetime.toDays());
	}

}

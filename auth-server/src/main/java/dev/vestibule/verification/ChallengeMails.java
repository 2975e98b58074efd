package dev.vestibule.verification;

import java.util.Map;

import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.SignUpPolicy;
import dev.vestibule.mail.Message;
import dev.vestibule.mail.Outbox;
import dev.vestibule.web.ServerProperties;

import org.springframework.stereotype.Component;

/**
 * Decides what a mailbox is told. Every demand that is accepted sends it one mail, and
 * only the mail says what the case is.
 */
@Component
class ChallengeMails {

	private final Accounts accounts;

	private final SignUpPolicy policy;

	private final Outbox outbox;

	private final ServerProperties server;

	ChallengeMails(Accounts accounts, SignUpPolicy policy, Outbox outbox, ServerProperties server) {
		this.accounts = accounts;
		this.policy = policy;
		this.outbox = outbox;
		this.server = server;
	}

	void send(Challenge challenge, Asker asker) {
		Map<String, String> model = asker.look();
		model.put("loginUrl", this.server.url("/login"));
		model.put("resetUrl", this.server.url("/reset"));
		model.put("signUpUrl", this.server.url("/signup"));
		send(challenge, template(challenge), model, asker);
	}

	void send(Challenge challenge, String template, Map<String, String> model, Asker asker) {
		Map<String, String> all = asker.model();
		all.putAll(model);
		this.outbox.enqueue(new Message(template, challenge.email().value(), asker.locale(), all, challenge.id(),
				challenge.generation()));
	}

	private String template(Challenge challenge) {
		// Asked in any case, so that all cases take as long.
		Standing standing = standing(challenge);
		if (!challenge.decoy()) {
			return switch (challenge.purpose()) {
				case PROOF -> "proof";
				case RESET -> "reset";
				case NEW_ADDRESS -> "new-address";
				default -> "sign-up";
			};
		}
		return switch (standing) {
			case DISABLED -> "account-disabled";
			case RESERVED -> "address-reserved";
			case HELD -> (challenge.purpose() == ChallengePurpose.NEW_ADDRESS) ? "address-taken" : "account-exists";
			case CLOSED -> "sign-up-closed";
			case FREE -> "no-account";
		};
	}

	private Standing standing(Challenge challenge) {
		EmailAddress email = challenge.email();
		boolean reserved = this.accounts.isReserved(email);
		boolean closed = challenge.purpose() == ChallengePurpose.SIGN_UP && !this.policy.admits(email);
		return this.accounts.findByEmail(email)
			.map((holder) -> holder.enabled() ? Standing.HELD : Standing.DISABLED)
			.orElse(reserved ? Standing.RESERVED : closed ? Standing.CLOSED : Standing.FREE);
	}

	private enum Standing {

		HELD, DISABLED, RESERVED, CLOSED, FREE

	}

}

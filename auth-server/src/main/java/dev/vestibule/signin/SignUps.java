package dev.vestibule.signin;

import java.util.UUID;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.SignUpPolicy;
import dev.vestibule.account.PersonName;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.Demand;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.MailPermit;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes down sign-ups that wait for the proof of their address. Nobody can tell from the
 * outside whether the address has a holder.
 */
@Service
class SignUps {

	private final Accounts accounts;

	private final SignUpPolicy policy;

	private final EmailVerification verification;

	private final PendingSignUps pendingSignUps;

	SignUps(Accounts accounts, SignUpPolicy policy, EmailVerification verification, PendingSignUps pendingSignUps) {
		this.accounts = accounts;
		this.policy = policy;
		this.verification = verification;
		this.pendingSignUps = pendingSignUps;
	}

	/**
	 * Takes down a sign-up with a password, or tells the address's holder of it.
	 * @return the challenge that the browser has to meet
	 */
	@Transactional
	UUID withPassword(MailPermit permit, String name, String passwordHash, Asker asker) {
		EmailAddress email = permit.email();
		boolean reserved = this.accounts.isReserved(email);
		boolean admitted = this.policy.admits(email);
		boolean taken = this.accounts.findByEmail(email).isPresent() || reserved || !admitted;
		UUID challengeId = this.verification.ask(permit, Demand.signUp(email, taken), asker);
		if (!taken) {
			this.pendingSignUps.add(new PendingSignUp(challengeId, email, name, passwordHash, null));
		}
		return challengeId;
	}

	/**
	 * Asks somebody who has signed in for the proof that is due from their account.
	 * @return the challenge that the browser has to meet
	 */
	@Transactional
	UUID withAccount(MailPermit permit, Account account, Asker asker) {
		return this.verification.ask(permit, Demand.proof(account), asker);
	}

	/**
	 * Takes down a first federated login whose address is not trusted; what a proof leads
	 * to is decided when it is given.
	 * @return the challenge that the browser has to meet
	 */
	@Transactional
	UUID withProvider(MailPermit permit, FederatedUser user, Asker asker) {
		UUID challengeId = this.verification.ask(permit, Demand.signUp(permit.email(), false), asker);
		this.pendingSignUps.add(PendingSignUp.of(challengeId, user, permit.email()));
		return challengeId;
	}

	/**
	 * Takes down anew what waits for a challenge already, as the same browser has it now.
	 * There is nothing to change if the address has a holder, which nobody can tell.
	 */
	void change(PendingSignUp pending) {
		this.pendingSignUps.change(pending);
	}

}

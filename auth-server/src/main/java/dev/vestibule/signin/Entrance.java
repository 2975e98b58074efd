package dev.vestibule.signin;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.session.Destination;
import dev.vestibule.session.Logins.Login;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.Askers;
import dev.vestibule.verification.ChallengePurpose;
import dev.vestibule.verification.EmailVerification;
import dev.vestibule.verification.MailPermit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes somebody who arrived to where they belong. It asks the issuing gate before it
 * lets anybody in, and links what this browser was waiting to link to that account.
 */
@Component
class Entrance {

	private final Admission admission;

	private final BrowserSession browser;

	private final EmailVerification verification;

	private final KnownDevices devices;

	private final SignUps signUps;

	private final Askers askers;

	private final Destination destination;

	private final TransactionOperations transactions;

	Entrance(Admission admission, BrowserSession browser, EmailVerification verification, KnownDevices devices,
			SignUps signUps, Askers askers, Destination destination, TransactionOperations transactions) {
		this.admission = admission;
		this.browser = browser;
		this.verification = verification;
		this.devices = devices;
		this.signUps = signUps;
		this.askers = askers;
		this.destination = destination;
		this.transactions = transactions;
	}

	/**
	 * Where to go on, or empty if it is too late. What got somebody here, what that
	 * links, what is recorded of it and the session that begins are one transaction.
	 */
	Optional<String> lead(Supplier<Arrival> arriving, HttpServletRequest request, HttpServletResponse response) {
		Arrived arrived = this.transactions.execute((status) -> {
			Arrival arrival = arriving.get();
			if (arrival instanceof Arrival.TooLate) {
				status.setRollbackOnly();
			}
			return (arrival instanceof Arrival.AtAccount at) ? rule(at, request, response)
					: new Arrived(arrival, null, null);
		});
		return (arrived.arrival() instanceof Arrival.TooLate) ? Optional.empty()
				: Optional.of(goOn(arrived, request, response));
	}

	private Arrived rule(Arrival.AtAccount at, HttpServletRequest request, HttpServletResponse response) {
		Ruling ruling = this.admission.rule(at.account(), request, response);
		return new Arrived(at, ruling,
				(ruling == Ruling.OPEN) ? this.browser.prepare(at.account(), at.methods(), request) : null);
	}

	/**
	 * As {@link #lead}, with somebody who has shown that an account is theirs.
	 * @param finding the account, or empty if it is too late
	 */
	Optional<String> admit(Supplier<Optional<Account>> finding, List<String> methods, HttpServletRequest request,
			HttpServletResponse response) {
		return lead(() -> finding.get()
			.<Arrival>map((account) -> new Arrival.AtAccount(account, methods))
			.orElseGet(Arrival.TooLate::new), request, response);
	}

	private String goOn(Arrived arrived, HttpServletRequest request, HttpServletResponse response) {
		if (arrived.arrival() instanceof Arrival.AtAccount at) {
			return goOn(at, arrived, request, response);
		}
		if (arrived.arrival() instanceof Arrival.AtLink at) {
			this.browser.awaitLink(PendingLink.of(at.account(), at.user()), request);
			return "/login";
		}
		if (arrived.arrival() instanceof Arrival.AtAddress at) {
			this.browser.awaitAddress(at.user(), request);
			return "/signup/address";
		}
		if (arrived.arrival() instanceof Arrival.AtProof at) {
			EmailAddress email = at.user().email();
			return (email != null) ? askProof(at.user(), email, request, response) : "/login";
		}
		return "/login?error=" + ((arrived.arrival() instanceof Arrival.AtRefusal at) ? at.error() : "account-exists");
	}

	private String goOn(Arrival.AtAccount at, Arrived arrived, HttpServletRequest request,
			HttpServletResponse response) {
		if (arrived.ruling() == Ruling.PROOF_DUE) {
			return askProofOf(at.account(), at.methods(), request, response);
		}
		if (arrived.login() == null) {
			return (arrived.ruling() == Ruling.DISABLED) ? "/login?error=disabled" : "/login?error=session-ended";
		}
		this.browser.enter(arrived.login(), request);
		return this.destination.take(request, response);
	}

	/**
	 * Mails a challenge, and has this browser wait for its proof.
	 */
	String askProof(FederatedUser user, EmailAddress email, HttpServletRequest request, HttpServletResponse response) {
		return askProof(email, (permit, asker) -> this.signUps.withProvider(permit, user, asker),
				(challengeId) -> PendingSignUp.of(challengeId, user, email), request, response);
	}

	/**
	 * Mails a challenge, and has this browser wait for its proof. If no other mail may go
	 * out yet, and it waits for one to that address already, then that is the one.
	 */
	String askProof(EmailAddress email, BiFunction<MailPermit, Asker, UUID> challenge,
			Function<UUID, PendingSignUp> signUp, HttpServletRequest request, HttpServletResponse response) {
		try {
			awaitProof(email, challenge, List.of(), request, response);
		}
		catch (LimitExceededException ex) {
			UUID awaited = this.verification.awaited(this.browser.awaited(request), ChallengePurpose.SIGN_UP, email)
				.orElseThrow(() -> ex);
			this.signUps.change(signUp.apply(awaited));
		}
		return "/verify";
	}

	private String askProofOf(Account account, List<String> methods, HttpServletRequest request,
			HttpServletResponse response) {
		try {
			awaitProof(account.email(), (permit, asker) -> this.signUps.withAccount(permit, account, asker), methods,
					request, response);
		}
		catch (LimitExceededException ex) {
			this.verification.awaited(this.browser.awaited(request), ChallengePurpose.PROOF, account.email())
				.orElseThrow(() -> ex);
		}
		return "/verify";
	}

	private void awaitProof(EmailAddress email, BiFunction<MailPermit, Asker, UUID> challenge, List<String> methods,
			HttpServletRequest request, HttpServletResponse response) {
		Asker asker = this.askers.of(request, response);
		this.verification.withPermit(email, asker, this.devices.know(email, request),
				(permit) -> this.browser.awaitProof(challenge.apply(permit, asker), methods, request, response));
	}

	/**
	 * How far somebody got, what the issuing gate says to them if it was asked, and the
	 * session that begins if it is open.
	 */
	private record Arrived(Arrival arrival, @Nullable Ruling ruling, @Nullable Login login) {

	}

}

package dev.vestibule.signin;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.session.Destination;
import dev.vestibule.verification.Askers;
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

	private final SignUps signUps;

	private final Askers askers;

	private final Destination destination;

	private final TransactionOperations transactions;

	Entrance(Admission admission, BrowserSession browser, SignUps signUps, Askers askers, Destination destination,
			TransactionOperations transactions) {
		this.admission = admission;
		this.browser = browser;
		this.signUps = signUps;
		this.askers = askers;
		this.destination = destination;
		this.transactions = transactions;
	}

	/**
	 * Where to go on, or empty if it is too late. What got somebody here, what that links
	 * and what is recorded of it are one transaction; the browser changes after it.
	 */
	Optional<String> lead(Supplier<Arrival> arriving, HttpServletRequest request, HttpServletResponse response) {
		Arrived arrived = this.transactions.execute((status) -> {
			Arrival arrival = arriving.get();
			if (arrival instanceof Arrival.TooLate) {
				status.setRollbackOnly();
			}
			return new Arrived(arrival, (arrival instanceof Arrival.AtAccount at)
					? this.admission.rule(at.account(), request, response) : null);
		});
		return (arrived.arrival() instanceof Arrival.TooLate) ? Optional.empty()
				: Optional.of(goOn(arrived, request, response));
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
			return goOn(at, arrived.ruling(), request, response);
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

	private String goOn(Arrival.AtAccount at, @Nullable Ruling ruling, HttpServletRequest request,
			HttpServletResponse response) {
		if (ruling == Ruling.PROOF_DUE) {
			return askProof(() -> this.signUps.withAccount(at.account(), this.askers.of(request, response)),
					at.methods(), request, response);
		}
		if (ruling != Ruling.OPEN) {
			return (ruling == Ruling.DISABLED) ? "/login?error=disabled" : "/login?error=session-ended";
		}
		String next = this.destination.take(request, response);
		this.browser.admit(at.account(), at.methods(), request, response);
		return next;
	}

	/**
	 * Mails a challenge, and has this browser wait for its proof.
	 */
	String askProof(FederatedUser user, EmailAddress email, HttpServletRequest request, HttpServletResponse response) {
		return askProof(() -> this.signUps.withProvider(user, email, this.askers.of(request, response)), List.of(),
				request, response);
	}

	String askProof(Supplier<UUID> challenge, List<String> methods, HttpServletRequest request,
			HttpServletResponse response) {
		this.browser.awaitProof(challenge.get(), methods, request, response);
		return "/verify";
	}

	/**
	 * How far somebody got, and what the issuing gate says to them if it was asked.
	 */
	private record Arrived(Arrival arrival, @Nullable Ruling ruling) {

	}

}

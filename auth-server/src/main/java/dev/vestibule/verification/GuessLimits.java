package dev.vestibule.verification;

import java.time.Duration;
import java.util.UUID;

import dev.vestibule.limit.Count;
import dev.vestibule.limit.Limit;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Rate;
import dev.vestibule.limit.Source;

import org.springframework.stereotype.Component;

/**
 * How many guesses an address bears over all its codes: so many a day for those that
 * create an account, and so many in a row for those that open one. A link still works
 * beyond them.
 */
@Component
class GuessLimits {

	private final Limits limits;

	private final Limit perDay;

	private final Limit inARow;

	private final Limit perLink;

	GuessLimits(Limits limits, VerificationProperties properties) {
		this.limits = limits;
		this.perDay = new Limit("guesses", new Rate(properties.attemptsPerDay(), Duration.ofDays(1)));
		this.inARow = new Limit("guesses.row", new Rate(properties.consecutiveFailures(), properties.forgetting()));
		this.perLink = new Limit("digits", new Rate(properties.attemptsPerLink(), Duration.ofHours(1)));
	}

	void take(Challenge challenge) {
		this.limits.take(count(challenge));
	}

	/**
	 * A guess was right: those in a row begin anew.
	 */
	void succeeded(Challenge challenge) {
		if (challenge.purpose().opensAccount()) {
			this.limits.clear(count(challenge));
		}
	}

	/**
	 * Takes a guess at the digits that go with a link.
	 */
	void takeWithLink(UUID challengeId, Source source) {
		this.limits.take(this.perLink.of(challengeId.toString(), source.network()));
	}

	private Count count(Challenge challenge) {
		return (challenge.purpose().opensAccount() ? this.inARow : this.perDay).of(challenge.email().value());
	}

}

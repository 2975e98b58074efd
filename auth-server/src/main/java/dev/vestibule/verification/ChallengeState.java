package dev.vestibule.verification;

import dev.vestibule.account.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a challenge stands.
 *
 * @param generation how many mails were asked for
 * @param attemptsLeft guesses that its code still bears
 * @param resendIn seconds until another mail may be asked for; 0 means now
 * @param open whether its code can still be right
 * @param linkOpen whether its link can
 * @param age seconds since the last mail was asked for
 */
public record ChallengeState(ChallengePurpose purpose, EmailAddress email, int generation, int attemptsLeft,
		int resendIn, boolean open, boolean linkOpen, int age) {

	/**
	 * Why its code cannot be right any more: {@code expired} or {@code exhausted}; null
	 * if it can.
	 */
	public @Nullable String flaw() {
		if (!this.open) {
			return "expired";
		}
		return (this.attemptsLeft == 0) ? "exhausted" : null;
	}

}

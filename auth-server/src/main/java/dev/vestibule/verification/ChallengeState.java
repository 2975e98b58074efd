package dev.vestibule.verification;

import dev.vestibule.account.EmailAddress;

/**
 * What the waiting page shows of a challenge.
 *
 * @param generation how many mails were asked for
 * @param attemptsLeft guesses that its code still bears
 * @param resendIn seconds until another mail may be asked for; 0 means now
 * @param open whether its code can still be right
 */
public record ChallengeState(EmailAddress email, int generation, int attemptsLeft, int resendIn, boolean open) {

}

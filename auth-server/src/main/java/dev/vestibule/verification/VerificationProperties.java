package dev.vestibule.verification;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a challenge lives and what it bears.
 *
 * @param codeLifetime how long the six digits work
 * @param linkLifetime how long the link works
 * @param pendingLifetime how long an unproved sign-up is kept
 * @param pendingPerSource how many unproved sign-ups of an address one source may have;
 * its own oldest gives way, and nobody else's
 * @param attemptsPerCode wrong guesses that a code bears
 * @param attemptsPerDay guesses that an address bears within a day over all its codes for
 * signing up; a link still works beyond them
 * @param consecutiveFailures wrong guesses at the codes that open an address's account,
 * until one is right; a link still works beyond them
 * @param forgetting when those are forgotten at last
 * @param attemptsPerLink guesses within an hour, by one source, at the digits that a link
 * asks for; the link still works
 * @param resendAfter the time between two mails to one address that one source causes
 * @param mailsPerHour mails to one address that one source may cause within an hour
 * @param mailsPerDay mails to one address that one source may cause within a day
 * @param mailsPerAddress mails to one address within a day, whoever causes them
 * @param mailsForKnownDevices how many of these are kept for devices that the address's
 * account is known to use
 * @param mailsPerSource mails that one source may cause within an hour
 * @param mailsInAll mails within an hour
 */
@ConfigurationProperties("vestibule.verification")
record VerificationProperties(@DefaultValue("10m") Duration codeLifetime, @DefaultValue("1h") Duration linkLifetime,
		@DefaultValue("24h") Duration pendingLifetime, @DefaultValue("5") int pendingPerSource,
		@DefaultValue("5") int attemptsPerCode, @DefaultValue("50") int attemptsPerDay,
		@DefaultValue("100") int consecutiveFailures, @DefaultValue("30d") Duration forgetting,
		@DefaultValue("10") int attemptsPerLink, @DefaultValue("60s") Duration resendAfter,
		@DefaultValue("5") int mailsPerHour, @DefaultValue("10") int mailsPerDay,
		@DefaultValue("20") int mailsPerAddress, @DefaultValue("3") int mailsForKnownDevices,
		@DefaultValue("60") int mailsPerSource, @DefaultValue("36000") int mailsInAll) {

}

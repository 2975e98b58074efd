package dev.vestibule.verification;

import java.time.Duration;

import dev.vestibule.account.EmailAddress;

import org.springframework.stereotype.Component;

/**
 * How many mails may be caused: to one address, by one source, and in all. What is
 * refused has to be rolled back, so that it takes nothing from the other budgets.
 */
@Component
class MailBudgets {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = VerificationProperties.DAY;

	private final Budgets budgets;

	private final VerificationProperties properties;

	MailBudgets(Budgets budgets, VerificationProperties properties) {
		this.budgets = budgets;
		this.properties = properties;
	}

	// The narrowest first: of several transactions none waits for another in a circle,
	// and the row that all of them share is held for the shortest time.
	boolean take(EmailAddress email, Source source) {
		String both = email + " " + source.network();
		return this.budgets.take("mails", both, this.properties.mailsPerHour(), HOUR)
				&& this.budgets.take("mails-day", both, this.properties.mailsPerDay(), DAY)
				&& this.budgets.take("mails-address", email.value(), this.properties.mailsPerAddress(), DAY)
				&& this.budgets.take("mails-source", source.network(), this.properties.mailsPerSource(), HOUR)
				&& this.budgets.take("mails-all", "", this.properties.mailsInAll(), HOUR);
	}

}

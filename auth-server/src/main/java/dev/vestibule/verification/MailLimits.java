package dev.vestibule.verification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.limit.Count;
import dev.vestibule.limit.Limit;
import dev.vestibule.limit.Limits;
import dev.vestibule.limit.Rate;
import dev.vestibule.limit.Source;

import org.springframework.stereotype.Component;

/**
 * How many mails may be caused: to one address, by one source, and in all.
 */
@Component
class MailLimits {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final Limits limits;

	private final Limit perAddressAndSource;

	private final Limit perAddressByStrangers;

	private final Limit perAddress;

	private final Limit perSource;

	private final Limit inAll;

	MailLimits(Limits limits, VerificationProperties properties) {
		this.limits = limits;
		this.perAddressAndSource = new Limit("mails", new Rate(1, properties.resendAfter()),
				new Rate(properties.mailsPerHour(), HOUR), new Rate(properties.mailsPerDay(), DAY));
		this.perAddressByStrangers = new Limit("mails.strangers",
				new Rate(properties.mailsPerAddress() - properties.mailsForKnownDevices(), DAY));
		this.perAddress = new Limit("mails.address", new Rate(properties.mailsPerAddress(), DAY));
		this.perSource = new Limit("mails.source", new Rate(properties.mailsPerSource(), HOUR));
		this.inAll = new Limit("mails.all", new Rate(properties.mailsInAll(), HOUR));
	}

	/**
	 * Takes leave to mail an address once.
	 * @param knownDevice whether a device asks that the address's account is known to use
	 */
	MailPermit take(EmailAddress email, Source source, boolean knownDevice) {
		List<Count> counts = new ArrayList<>();
		counts.add(this.perAddressAndSource.of(email.value(), source.network()));
		if (!knownDevice) {
			counts.add(this.perAddressByStrangers.of(email.value()));
		}
		counts.add(this.perAddress.of(email.value()));
		counts.add(this.perSource.of(source.network()));
		counts.add(this.inAll.of());
		Count[] taken = counts.toArray(Count[]::new);
		this.limits.take(taken);
		return new MailPermit(email, taken);
	}

	/**
	 * What was mailed came back, so it was wanted: who asked for it may ask again at
	 * once.
	 */
	void answered(EmailAddress email, Source source) {
		this.limits.clear(this.perAddressAndSource.of(email.value(), source.network()));
	}

	void giveBack(MailPermit permit) {
		this.limits.giveBack(permit.counts());
	}

}

package dev.vestibule.session;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a browser session lives.
 *
 * @param idle without a request
 * @param anonymous without a request, while nobody is signed in and no address is being
 * proved
 * @param absolute from the sign-in, whatever is done
 */
@ConfigurationProperties("vestibule.session")
record BrowserSessionProperties(@DefaultValue("30m") Duration idle, @DefaultValue("15m") Duration anonymous,
		@DefaultValue("12h") Duration absolute) {

	BrowserSessionProperties {
		if (idle.toSeconds() < 1 || anonymous.toSeconds() < 1 || absolute.compareTo(idle) < 0) {
			throw new IllegalArgumentException(
					"vestibule.session.idle and vestibule.session.anonymous must be at least a second, and vestibule.session.absolute no less than vestibule.session.idle.");
		}
	}

}

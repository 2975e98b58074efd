package dev.vestibule.account;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the first administrator comes to be.
 *
 * @param adminEmail the address whose proof by mail makes its account the first
 * administrator; it acts once, while there has never been one
 */
@ConfigurationProperties("vestibule.bootstrap")
record BootstrapProperties(@Nullable String adminEmail) {

	BootstrapProperties {
		if (adminEmail != null && EmailAddress.parse(adminEmail).isEmpty()) {
			throw new IllegalArgumentException("vestibule.bootstrap.admin-email is not an e-mail address.");
		}
	}

	boolean names(EmailAddress email) {
		return this.adminEmail != null && EmailAddress.parse(this.adminEmail).filter(email::equals).isPresent();
	}

}

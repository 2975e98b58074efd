package dev.vestibule.account;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.setting.Defaults;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may have an account, and what they are shown before, unless {@link SignUpSettings}
 * say otherwise.
 *
 * @param openTo everyone, those with an address at one of the domains, or those who are
 * invited; who is invited may always
 * @param domains in ASCII, such as {@code example.com}; a subdomain is another one
 * @param invitationLifetime how long an invitation can be accepted
 * @param termsUrl the terms of service
 * @param privacyUrl the privacy statement
 */
@ConfigurationProperties("vestibule.sign-up")
public record SignUpProperties(@DefaultValue("everyone") Open openTo, @DefaultValue List<String> domains,
		@DefaultValue("7d") Duration invitationLifetime, @Nullable URI termsUrl,
		@Nullable URI privacyUrl) implements Defaults {

	public SignUpProperties {
		domains = domains.stream().map((domain) -> domain.toLowerCase(Locale.ROOT)).toList();
		if ((openTo == Open.DOMAINS) == domains.isEmpty()) {
			throw new IllegalArgumentException(
					"vestibule.sign-up.domains names the domains for vestibule.sign-up.open-to=domains, and for nothing else.");
		}
		if (domains.stream().anyMatch((domain) -> EmailAddress.parse("a@" + domain).isEmpty())) {
			throw new IllegalArgumentException(
					"vestibule.sign-up.domains has something in it that is not a domain, such as example.com.");
		}
		if (invitationLifetime.compareTo(Duration.ofHours(1)) < 0) {
			throw new IllegalArgumentException(
					"vestibule.sign-up.invitation-lifetime must be an hour at least, such as 7d.");
		}
		check("terms-url", termsUrl);
		check("privacy-url", privacyUrl);
	}

	@Override
	public Map<String, Object> defaults() {
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(SignUpSettings.OPEN_TO, this.openTo.label());
		if (!this.domains.isEmpty()) {
			defaults.put(SignUpSettings.DOMAINS, this.domains);
		}
		if (this.termsUrl != null) {
			defaults.put(SignUpSettings.TOS_URI, this.termsUrl.toString());
		}
		if (this.privacyUrl != null) {
			defaults.put(SignUpSettings.POLICY_URI, this.privacyUrl.toString());
		}
		return defaults;
	}

	private static void check(String name, @Nullable URI uri) {
		if (uri != null && (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme()))) {
			throw new IllegalArgumentException("vestibule.sign-up." + name + " must be an address of the web.");
		}
	}

	/**
	 * To whom the sign-up is open.
	 */
	public enum Open {

		EVERYONE, DOMAINS, INVITED;

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

package dev.vestibule.account;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What a proved sign-up turns into an account.
 *
 * @param verifiedBy how the address was proved: {@code code}, {@code link}, or
 * {@code provider:ID}
 * @param passwordHash null if the person has another way in
 * @param locale the language of the sign-up
 */
public record NewAccount(EmailAddress email, String verifiedBy, String name, @Nullable String passwordHash,
		Locale locale) {

	public static final String BY_CODE = "code";

	public static final String BY_LINK = "link";

	public static String byProvider(String provider) {
		return "provider:" + provider;
	}

	boolean provedByMail() {
		return BY_CODE.equals(this.verifiedBy) || BY_LINK.equals(this.verifiedBy);
	}

}

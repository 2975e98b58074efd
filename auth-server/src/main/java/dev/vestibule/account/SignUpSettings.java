package dev.vestibule.account;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import dev.vestibule.account.SignUpProperties.Open;
import dev.vestibule.setting.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * To whom the sign-up is open now, and what they are shown before: as administrators have
 * set it, and else by the properties.
 */
@Component
public class SignUpSettings {

	public static final String OPEN_TO = "open_to";

	public static final String DOMAINS = "domains";

	public static final String TOS_URI = "tos_uri";

	public static final String POLICY_URI = "policy_uri";

	private final Settings settings;

	private final SignUpProperties properties;

	SignUpSettings(Settings settings, SignUpProperties properties) {
		this.settings = settings;
		this.properties = properties;
	}

	public Open openTo() {
		return this.settings.text(OPEN_TO)
			.map((label) -> Open.valueOf(label.toUpperCase(Locale.ROOT)))
			.orElse(this.properties.openTo());
	}

	/**
	 * The domains, in ASCII; they count while it is open to them.
	 */
	public List<String> domains() {
		return this.settings.texts(DOMAINS).orElse(this.properties.domains());
	}

	public @Nullable URI tosUri() {
		return this.settings.text(TOS_URI).map(URI::create).orElse(this.properties.termsUrl());
	}

	public @Nullable URI policyUri() {
		return this.settings.text(POLICY_URI).map(URI::create).orElse(this.properties.privacyUrl());
	}

}

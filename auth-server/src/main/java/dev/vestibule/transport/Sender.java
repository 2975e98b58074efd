package dev.vestibule.transport;

import java.io.UnsupportedEncodingException;
import java.util.Optional;

import dev.vestibule.setting.Settings;
import jakarta.mail.internet.InternetAddress;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * In whose name letters go out now: as administrators have set it, and else by the
 * properties.
 */
@Component
class Sender {

	static final String ADDRESS = "mail_from";

	static final String NAME = "mail_from_name";

	// The commands that try a way out have none.
	private final ObjectProvider<Settings> settings;

	private final TransportProperties properties;

	Sender(ObjectProvider<Settings> settings, TransportProperties properties) {
		this.settings = settings;
		this.properties = properties;
	}

	InternetAddress get() {
		InternetAddress unless = this.properties.sender();
		try {
			return new InternetAddress(set(ADDRESS).orElse(unless.getAddress()), set(NAME).orElse(unless.getPersonal()),
					"UTF-8");
		}
		catch (UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Optional<String> set(String name) {
		return Optional.ofNullable(this.settings.getIfAvailable()).flatMap((settings) -> settings.text(name));
	}

}

package dev.vestibule.verification;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.limit.Source;
import dev.vestibule.mail.Message;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a proof, as the mail tells it to the mailbox's owner.
 *
 * @param client the name of the client that the person is signing in to, if there is one
 * @param color the client's, six hexadecimal digits, if it has one
 * @param device such as {@code Firefox on Linux}
 * @param address the address that the request came from
 */
public record Asker(Locale locale, @Nullable String client, @Nullable String color, @Nullable String device,
		String address) {

	Source source() {
		return Source.of(this.address);
	}

	/**
	 * The same, told in another language.
	 */
	Asker in(Locale other) {
		return new Asker(other, this.client, this.color, this.device, this.address);
	}

	/**
	 * How a mail looks that leads on to the client.
	 */
	Map<String, String> look() {
		Map<String, String> look = new HashMap<>();
		if (this.client != null) {
			look.put(Message.CLIENT_SENDER, this.client);
		}
		if (this.color != null) {
			look.put(Message.COLOR, this.color);
		}
		return look;
	}

	/**
	 * What every mail says of who caused it.
	 */
	public Map<String, String> model() {
		Map<String, String> model = new HashMap<>();
		model.put("place", this.address);
		if (this.client != null) {
			model.put("client", this.client);
		}
		if (this.device != null) {
			model.put("device", this.device);
		}
		return model;
	}

}

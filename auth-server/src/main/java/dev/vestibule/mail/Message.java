package dev.vestibule.mail;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A message to one recipient, as it is kept until it is sent: without any secret.
 *
 * @param template the name of its template, such as {@code sign-up}
 * @param recipient one bare address, without line breaks or other control characters
 * @param locale the language that it is written in
 * @param model what the template shows: one line each, line breaks and other control
 * characters being taken out, so that no value adds a header or a paragraph; {@code text}
 * alone has lines, and is in no header
 * @param challengeId the challenge whose secrets the message carries, or null
 * @param generation the challenge's generation; of no meaning without a challenge
 */
public record Message(String template, String recipient, Locale locale, Map<String, String> model,
		@Nullable UUID challengeId, int generation) {

	/**
	 * The variable with the name of the client that the message leads to: it is from that
	 * client by way of this server.
	 */
	public static final String CLIENT_SENDER = "sender";

	/** The variable with the colour of buttons and links, six hexadecimal digits. */
	public static final String COLOR = "color";

	static final String TEXT = "text";

	private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

	public Message {
		if (!NAME.matcher(template).matches()) {
			throw new IllegalArgumentException("not the name of a template: " + template);
		}
		if (recipient.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("a recipient contains no control characters");
		}
		model = model.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> clean(entry.getKey(), entry.getValue())));
	}

	/**
	 * What is sent and never kept: the same with its challenge's secrets.
	 */
	Message revealing(ChallengeSecrets.Revealed secrets) {
		return with(secrets.variables(), secrets.generation());
	}

	/**
	 * The same with what it says.
	 */
	Message saying(Map<String, String> variables) {
		return with(variables, this.generation);
	}

	private Message with(Map<String, String> variables, int generation) {
		Map<String, String> all = new HashMap<>(this.model);
		all.putAll(variables);
		return new Message(this.template, this.recipient, this.locale, all, this.challengeId, generation);
	}

	private static String clean(String name, String value) {
		return TEXT.equals(name) ? value.lines().map(Message::oneLine).collect(Collectors.joining("\n"))
				: oneLine(value);
	}

	private static String oneLine(String value) {
		return CONTROL.matcher(value).replaceAll(" ").strip();
	}

}

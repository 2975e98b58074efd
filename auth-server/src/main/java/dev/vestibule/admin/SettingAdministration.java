package dev.vestibule.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.SignUpProperties.Open;
import dev.vestibule.account.SignUpSettings;
import dev.vestibule.client.InvalidField;
import dev.vestibule.client.RegisteredUri;
import dev.vestibule.setting.ConfiguredSettingException;
import dev.vestibule.setting.Settings;
import dev.vestibule.web.Color;
import dev.vestibule.web.Look;
import dev.vestibule.web.Picture;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with the settings of the server, by the API or by the console:
 * which there are, and what they may be.
 */
@Component
public class SettingAdministration {

	private static final String MAIL_FROM = "mail_from";

	private static final String MAIL_FROM_NAME = "mail_from_name";

	/** All that there are, in the order in which they are shown. */
	public static final List<String> NAMES = List.of(SignUpSettings.OPEN_TO, SignUpSettings.DOMAINS,
			SignUpSettings.TOS_URI, SignUpSettings.POLICY_URI, MAIL_FROM, MAIL_FROM_NAME, Look.NAME, Look.BRAND_COLOR,
			Look.LOGO_URI);

	/** A picture may be among them. */
	public static final int MAX_BODY = 512 * 1024;

	private static final String PROBLEM = "The settings cannot be like this.";

	private static final int MAX_DOMAINS = 100;

	private static final int MAX_DOMAIN = 253;

	private static final int MAX_ADDRESS = 254;

	private static final int MAX_NAME = 100;

	private static final int MAX_COLOR = 64;

	private static final Set<String> OPEN_TO = Stream.of(Open.values()).map(Open::label).collect(Collectors.toSet());

	private static final ShownOnly SHOWN_ONLY = ShownOnly.of(Settings.MANAGED_BY, Settings.DEFAULTS);

	private final Settings settings;

	public SettingAdministration(Settings settings) {
		this.settings = settings;
	}

	/**
	 * What counts, who has made it, and what the defaults are.
	 */
	public Map<String, Object> find() {
		return this.settings.fields();
	}

	/**
	 * Makes the settings that the patch names. One that is null, or an empty list, is its
	 * default again.
	 */
	@Transactional
	public Map<String, Object> change(Map<String, @Nullable Object> patch, IfMatch meant, Asking who) {
		Map<String, Object> before = this.settings.fieldsToChange();
		meant.check(before);
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>(patch);
		List<InvalidField> fixed = SHOWN_ONLY.takeFrom(wanted, before);
		Fields fields = new Fields(PROBLEM, wanted);
		fixed.forEach((error) -> fields.refuse(error.field(), error.detail()));
		Map<String, @Nullable Object> changes = read(fields);
		fields.check();
		try {
			Map<String, Object> after = this.settings.change(changes, who.name());
			check(PROBLEM, "", before, after);
			return after;
		}
		catch (ConfiguredSettingException ex) {
			throw new ProblemException(HttpStatus.CONFLICT, "What is managed by configuration is changed there.",
					List.of(new InvalidField(ex.name(), "is managed by configuration")));
		}
	}

	/**
	 * Reads the settings that are named; one that is to be its default is null.
	 */
	public static Map<String, @Nullable Object> read(Fields fields) {
		Map<String, @Nullable Object> settings = new LinkedHashMap<>();
		settings.put(SignUpSettings.OPEN_TO, fields.choice(SignUpSettings.OPEN_TO, OPEN_TO));
		settings.put(SignUpSettings.DOMAINS, domains(fields));
		settings.put(SignUpSettings.TOS_URI, page(fields, SignUpSettings.TOS_URI));
		settings.put(SignUpSettings.POLICY_URI, page(fields, SignUpSettings.POLICY_URI));
		settings.put(MAIL_FROM, address(fields));
		settings.put(MAIL_FROM_NAME, fields.text(MAIL_FROM_NAME, MAX_NAME));
		settings.put(Look.NAME, fields.text(Look.NAME, Look.MAX_NAME));
		settings.put(Look.BRAND_COLOR, color(fields));
		settings.put(Look.LOGO_URI, checked(fields, Look.LOGO_URI, MAX_BODY, SettingAdministration::flawOfLogo));
		settings.keySet().removeIf((name) -> !fields.has(name));
		return settings;
	}

	/**
	 * Ends the request if it makes settings what they cannot be together. What was so
	 * before, since the defaults are others by now, stands in nobody's way.
	 */
	public static void check(String problem, String path, Map<String, Object> before, Map<String, Object> after) {
		if (isWithoutDomains(after) && !isWithoutDomains(before)) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, problem,
					List.of(new InvalidField(path + SignUpSettings.DOMAINS,
							"is needed where only addresses of some domains may sign up")));
		}
	}

	private static boolean isWithoutDomains(Map<String, Object> inForce) {
		return Open.DOMAINS.label().equals(inForce.get(SignUpSettings.OPEN_TO))
				&& !inForce.containsKey(SignUpSettings.DOMAINS);
	}

	private static @Nullable List<String> domains(Fields fields) {
		List<String> texts = fields.texts(SignUpSettings.DOMAINS, MAX_DOMAINS, MAX_DOMAIN);
		List<String> domains = new ArrayList<>();
		for (int i = 0; texts != null && i < texts.size(); i++) {
			String name = SignUpSettings.DOMAINS + "[" + i + "]";
			// What was refused as it is stands there as an empty text.
			if (!texts.get(i).isEmpty()) {
				EmailAddress.parse("a@" + texts.get(i))
					.ifPresentOrElse((address) -> domains.add(address.domain()),
							() -> fields.refuse(name, "must be a domain such as example.com"));
			}
		}
		return domains.isEmpty() ? null : domains.stream().distinct().toList();
	}

	private static @Nullable String page(Fields fields, String name) {
		return checked(fields, name, RegisteredUri.MAX_LENGTH, RegisteredUri::flawOfPage);
	}

	private static @Nullable String flawOfLogo(String uri) {
		return (uri.length() > Picture.MAX_LOGO_URI) ? "is larger than 128 KB"
				: Picture.flaw(uri, Picture.MAX_LOGO_URI);
	}

	private static @Nullable String color(Fields fields) {
		String color = checked(fields, Look.BRAND_COLOR, MAX_COLOR, Color::flaw);
		return (color != null) ? color.toLowerCase(Locale.ROOT) : null;
	}

	private static @Nullable String checked(Fields fields, String name, int max,
			Function<String, @Nullable String> check) {
		String text = fields.text(name, max);
		String flaw = (text != null) ? check.apply(text) : null;
		if (flaw != null) {
			fields.refuse(name, flaw);
		}
		return text;
	}

	private static @Nullable String address(Fields fields) {
		String text = fields.text(MAIL_FROM, MAX_ADDRESS);
		if (text == null) {
			return null;
		}
		return EmailAddress.parse(text).map(EmailAddress::value).orElseGet(() -> {
			fields.refuse(MAIL_FROM, "must be an address such as no-reply@example.com");
			return null;
		});
	}

}

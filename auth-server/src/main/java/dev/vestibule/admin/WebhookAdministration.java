package dev.vestibule.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.client.InvalidField;
import dev.vestibule.client.RegisteredUri;
import dev.vestibule.webhook.Deliveries;
import dev.vestibule.webhook.Delivery;
import dev.vestibule.webhook.Delivery.State;
import dev.vestibule.webhook.Webhook;
import dev.vestibule.webhook.Webhooks;
import dev.vestibule.webhook.Webhooks.NewSecret;
import dev.vestibule.webhook.Webhooks.NewWebhook;
import dev.vestibule.webhook.Webhooks.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with webhooks, by the API or by the console.
 */
@Component
public class WebhookAdministration {

	private static final String PROBLEM = "The webhook cannot be registered like this.";

	public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

	private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);

	private static final ShownOnly SHOWN_ONLY = ShownOnly.of("id", "created_at", "secret_created_at");

	private static final Set<String> STATES = Stream.of(State.values()).map(State::label).collect(Collectors.toSet());

	private final Webhooks webhooks;

	private final Deliveries deliveries;

	public WebhookAdministration(Webhooks webhooks, Deliveries deliveries) {
		this.webhooks = webhooks;
		this.deliveries = deliveries;
	}

	public List<Webhook> list(@Nullable String words, String after, int limit) {
		return this.webhooks.list(words, after, limit);
	}

	public Webhook find(String id) {
		return this.webhooks.find(Ids.read(id)).orElseThrow(WebhookAdministration::unknown);
	}

	@Transactional
	public NewWebhook register(Map<String, @Nullable Object> fields, Asking who) {
		try {
			return this.webhooks.register(read(new Fields(PROBLEM, fields)), who.name())
				.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
						"There are " + Webhooks.MOST + " webhooks already: delete one first."));
		}
		catch (DuplicateKeyException ex) {
			throw taken();
		}
	}

	/**
	 * Changes what the patch names; the kinds are one list.
	 */
	@Transactional
	public Webhook change(String id, Map<String, @Nullable Object> patch, IfMatch meant, Asking who) {
		Webhook before = meant(id, meant);
		Map<String, @Nullable Object> wanted = MergePatch.apply(patch, before.fields());
		// It is shown besides, and may be another one in the next moment.
		wanted.remove("status");
		Fields fields = new Fields(PROBLEM, wanted);
		SHOWN_ONLY.takeFrom(wanted, before.fields()).forEach((error) -> fields.refuse(error.field(), error.detail()));
		try {
			return this.webhooks.change(before, read(fields), who.name());
		}
		catch (DuplicateKeyException ex) {
			throw taken();
		}
	}

	/**
	 * Stops it, or lets it go on.
	 */
	@Transactional
	public Webhook setEnabled(String id, boolean enabled, Asking who) {
		Map<String, @Nullable Object> patch = new LinkedHashMap<>();
		patch.put("enabled", enabled);
		return change(id, patch, IfMatch.optional(null), who);
	}

	@Transactional
	public void delete(String id, IfMatch meant, Asking who) {
		this.webhooks.delete(meant(id, meant), who.name());
	}

	/**
	 * Gives a webhook another secret.
	 * @param fields how long the former one is signed with as well
	 */
	@Transactional
	public NewSecret replaceSecret(String id, Map<String, @Nullable Object> fields, IfMatch meant, Asking who) {
		Fields request = new Fields("The secret cannot be replaced like this.", fields);
		Long overlap = request.number("previous_secret_expires_in", 0, LONGEST_OVERLAP.toSeconds());
		request.check();
		return this.webhooks.replaceSecret(meant(id, meant),
				(overlap != null) ? Duration.ofSeconds(overlap) : DEFAULT_OVERLAP, who.name());
	}

	/**
	 * Sends something that is no event.
	 */
	@Transactional
	public Delivery test(String id, Asking who) {
		return this.deliveries.test(enabled(id).id(), who.name());
	}

	/**
	 * A webhook's deliveries, newest first.
	 */
	public List<Delivery> deliveries(UUID webhook, @Nullable State state, long before, int limit) {
		return this.deliveries.search(webhook, state, before, limit);
	}

	public Delivery delivery(String id, String delivery) {
		return this.deliveries.find(Ids.read(id), Ids.read(delivery))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND,
					"There is no delivery with this id, or none any more."));
	}

	@Transactional
	public Delivery redeliver(String id, String delivery, Asking who) {
		UUID known = delivery(id, delivery).id();
		return this.deliveries.redeliver(enabled(id).id(), known, who.name())
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
					"This delivery is under way: it is tried again by itself."));
	}

	/**
	 * Which state is asked for.
	 */
	public static @Nullable State state(Fields query) {
		String state = query.choice("state", STATES);
		return (state != null) ? State.valueOf(state.toUpperCase(Locale.ROOT)) : null;
	}

	private static Settings read(Fields fields) {
		String url = fields.requiredText("url", RegisteredUri.MAX_LENGTH);
		String flaw = url.isEmpty() ? null : RegisteredUri.flawOfPage(url);
		if (flaw != null) {
			fields.refuse("url", flaw);
		}
		String description = fields.text("description", Webhook.MAX_DESCRIPTION);
		List<String> kinds = fields.texts("kinds", Webhook.MAX_KINDS, Webhook.MAX_KIND);
		if (kinds == null || kinds.isEmpty()) {
			fields.refuse("kinds", "must name a kind of events, or * for all");
			kinds = List.of();
		}
		for (int i = 0; i < kinds.size(); i++) {
			if (!kinds.get(i).isEmpty() && !Webhook.isKind(kinds.get(i))) {
				fields.refuse("kinds[" + i + "]",
						"must be a kind such as account.created, or several such as account.*");
			}
		}
		Boolean enabled = fields.flag("enabled");
		fields.check();
		return new Settings(url, description, kinds, enabled == null || enabled);
	}

	private Webhook enabled(String id) {
		Webhook webhook = meant(id, IfMatch.optional(null));
		if (!webhook.enabled()) {
			throw new ProblemException(HttpStatus.CONFLICT, "The webhook is disabled: enable it first.");
		}
		return webhook;
	}

	private Webhook meant(String id, IfMatch meant) {
		Webhook webhook = this.webhooks.findToChange(Ids.read(id)).orElseThrow(WebhookAdministration::unknown);
		meant.check(webhook.fields());
		return webhook;
	}

	private static ProblemException taken() {
		return new ProblemException(HttpStatus.CONFLICT, "There is a webhook with this address.",
				List.of(new InvalidField("url", "is taken")));
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no webhook with this id.");
	}

}

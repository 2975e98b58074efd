package dev.vestibule.console;

import java.time.Instant;
import java.util.Locale;

import dev.vestibule.admin.EntityTag;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.webhook.Delivery;
import dev.vestibule.webhook.Webhook;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console's pages about webhooks have in common: how a webhook and its
 * deliveries are shown.
 */
@Component
class ConsoleWebhooks {

	private final ConsoleWords words;

	ConsoleWebhooks(ConsoleWords words) {
		this.words = words;
	}

	/**
	 * A page about a webhook.
	 */
	ModelAndView page(String view, Webhook webhook, Locale locale) {
		return new ModelAndView(view).addObject("webhook", shown(webhook, locale))
			.addObject("version", EntityTag.of(webhook.fields()));
	}

	Shown shown(Webhook webhook, Locale locale) {
		Webhook.Status status = webhook.status();
		boolean waits = webhook.state() == Webhook.State.RETRYING || webhook.state() == Webhook.State.FAILING;
		return new Shown(webhook, webhook.state().label(), time(status.lastDeliveredAt(), locale),
				waits ? time(status.resumeAt(), locale) : null, words(status.reason(), locale),
				Moments.date(webhook.createdAt(), locale), Moments.date(webhook.secretCreatedAt(), locale));
	}

	Sent shown(Delivery delivery, Locale locale) {
		return new Sent(delivery, delivery.state().label(), Moments.time(delivery.createdAt(), locale),
				(delivery.attempts() > 0) ? time(delivery.nextAttemptAt(), locale) : null,
				words(delivery.reason(), locale), delivery.state().isOver());
	}

	private @Nullable String words(@Nullable String reason, Locale locale) {
		return (reason != null) ? this.words.of(reason, locale) : null;
	}

	private static @Nullable String time(@Nullable Instant time, Locale locale) {
		return (time != null) ? Moments.time(time, locale) : null;
	}

	/**
	 * A webhook in a list, or on its page.
	 *
	 * @param next when it is tried again, if the last attempt did not succeed
	 */
	record Shown(Webhook webhook, String state, @Nullable String delivered, @Nullable String next,
			@Nullable String reason, String since, String secretSince) {

	}

	/**
	 * A delivery in a list.
	 *
	 * @param next when it is tried again
	 * @param over whether it can be sent once more
	 */
	record Sent(Delivery delivery, String state, String created, @Nullable String next, @Nullable String reason,
			boolean over) {

	}

}

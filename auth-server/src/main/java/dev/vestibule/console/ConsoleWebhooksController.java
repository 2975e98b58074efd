package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Page;
import dev.vestibule.admin.WebhookAdministration;
import dev.vestibule.web.SeeOther;
import dev.vestibule.webhook.Delivery;
import dev.vestibule.webhook.Webhook;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's list of webhooks, and each with what was sent to it; sends again, tests,
 * stops and goes on.
 */
@Controller
class ConsoleWebhooksController {

	private static final Set<String> DONE = Set.of("saved", "unchanged", "enabled", "disabled", "tested",
			"redelivered");

	private final WebhookAdministration webhooks;

	private final ConsoleWebhooks console;

	private final ConsoleWords words;

	private final WordList<Webhook> list;

	ConsoleWebhooksController(WebhookAdministration webhooks, ConsoleWebhooks console, ConsoleWords words) {
		this.webhooks = webhooks;
		this.console = console;
		this.words = words;
		this.list = new WordList<>("console-webhooks", "webhooks", Set.of("deleted"), webhooks::list, Webhook::url,
				(webhook, locale) -> console.shown(webhook, locale));
	}

	@GetMapping("/admin/webhooks")
	ModelAndView list(HttpServletRequest request, Locale locale) {
		return this.list.show(request, locale, this.words);
	}

	@GetMapping("/admin/webhooks/{id}")
	ModelAndView show(@PathVariable String id, HttpServletRequest request, Locale locale) {
		Webhook webhook = this.webhooks.find(id);
		Fields query = Fields.ofQuery(request);
		Page<Long> page = Page.read(query, request, (position) -> Long.valueOf(position.get(0)));
		Delivery.State state = WebhookAdministration.state(query);
		String done = query.choice("done", DONE);
		query.words("ui_locales");
		query.check();
		List<Delivery> found = this.webhooks.deliveries(webhook.id(), state, page.after(Long.MAX_VALUE), page.toFind());
		ModelAndView model = this.console.page("console-webhook", webhook, locale);
		Listing.show(model, "deliveries", page, found, (delivery) -> List.of(String.valueOf(delivery.number())),
				(delivery) -> this.console.shown(delivery, locale));
		return model.addObject("wanted", (state != null) ? state.label() : null).addObject("done", done);
	}

	@PostMapping("/admin/webhooks/{id}/test")
	ModelAndView test(@PathVariable String id, @RequestAttribute Account account) {
		this.webhooks.test(id, Asking.of(account));
		return home(id, "tested");
	}

	@PostMapping("/admin/webhooks/{id}/deliveries/{delivery}/redeliver")
	ModelAndView redeliver(@PathVariable String id, @PathVariable String delivery, @RequestAttribute Account account) {
		this.webhooks.redeliver(id, delivery, Asking.of(account));
		return home(id, "redelivered");
	}

	@PostMapping("/admin/webhooks/{id}/enable")
	ModelAndView enable(@PathVariable String id, @RequestAttribute Account account) {
		this.webhooks.setEnabled(id, true, Asking.of(account));
		return home(id, "enabled");
	}

	@PostMapping("/admin/webhooks/{id}/disable")
	ModelAndView disable(@PathVariable String id, @RequestAttribute Account account) {
		this.webhooks.setEnabled(id, false, Asking.of(account));
		return home(id, "disabled");
	}

	private static ModelAndView home(String id, String done) {
		return SeeOther.to("/admin/webhooks/" + id + "?done=" + done);
	}

}

package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.WebhookAdministration;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.client.InvalidField;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.web.SeeOther;
import dev.vestibule.webhook.Webhook;
import dev.vestibule.webhook.Webhooks.NewSecret;
import dev.vestibule.webhook.Webhooks.NewWebhook;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * Registers webhooks, changes them, replaces their secrets and deletes them. Each form
 * knows which version it was filled from, and what another has changed meanwhile is shown
 * and not overwritten.
 */
@Controller
class ConsoleWebhookFormsController {

	private static final List<String> NAMES = List.of("url", "description", "kinds");

	private final WebhookAdministration webhooks;

	private final AuditTrail trail;

	private final ConsoleWebhooks console;

	private final ConsoleWords words;

	ConsoleWebhookFormsController(WebhookAdministration webhooks, AuditTrail trail, ConsoleWebhooks console,
			ConsoleWords words) {
		this.webhooks = webhooks;
		this.trail = trail;
		this.console = console;
		this.words = words;
	}

	@GetMapping("/admin/webhooks/new")
	ModelAndView form() {
		return form(new ModelAndView("console-webhook-new"), Map.of());
	}

	@PostMapping("/admin/webhooks/new")
	ModelAndView register(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, NAMES);
		try {
			NewWebhook created = this.webhooks.register(ConsoleForm.fields(typed), Asking.of(account));
			return this.console.page("console-webhook-secret", created.webhook(), locale)
				.addObject("secret", created.secret())
				.addObject("created", true);
		}
		catch (ProblemException ex) {
			return refused(form(new ModelAndView("console-webhook-new"), typed), typed, ex, locale);
		}
	}

	@GetMapping("/admin/webhooks/{id}/edit")
	ModelAndView edit(@PathVariable String id, Locale locale) {
		Webhook webhook = this.webhooks.find(id);
		return edit(webhook, ConsoleForm.of(webhook.fields(), NAMES), locale);
	}

	@PostMapping("/admin/webhooks/{id}/edit")
	ModelAndView change(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, NAMES, "version", "base");
		Webhook before = this.webhooks.find(id);
		String version = ConsoleForm.text(request, "version");
		try {
			Webhook after = this.webhooks.change(id, ConsoleForm.fields(typed), new IfMatch(version),
					Asking.of(account));
			boolean same = after.fields().equals(before.fields());
			return SeeOther.to("/admin/webhooks/" + id + "?done=" + (same ? "unchanged" : "saved"));
		}
		catch (ProblemException ex) {
			if (ex.problem().status() == HttpStatus.PRECONDITION_FAILED) {
				return conflict(id, typed, request, locale);
			}
			return refused(edit(before, typed, locale).addObject("version", version)
				.addObject("base", ConsoleForm.text(request, "base")), typed, ex, locale);
		}
	}

	private ModelAndView conflict(String id, Map<String, Object> typed, HttpServletRequest request, Locale locale) {
		Webhook now = this.webhooks.find(id);
		Map<String, Object> before = ConsoleForm.decode(ConsoleForm.text(request, "base"), NAMES);
		Conflict conflict = Conflict.of(before, typed, ConsoleForm.of(now.fields(), NAMES));
		ModelAndView page = edit(now, conflict.merged(), locale).addObject("differences", conflict.differences());
		page.setStatus(HttpStatus.PRECONDITION_FAILED);
		return page;
	}

	@GetMapping("/admin/webhooks/{id}/secret")
	ModelAndView askForSecret(@PathVariable String id, Locale locale) {
		return secretPage(this.webhooks.find(id), locale);
	}

	@PostMapping("/admin/webhooks/{id}/secret")
	ModelAndView replaceSecret(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		Object overlap = Overlap.read(request);
		try {
			NewSecret created = this.webhooks.replaceSecret(id, Map.of(Overlap.FIELD, overlap),
					new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return this.console.page("console-webhook-secret", this.webhooks.find(id), locale)
				.addObject("secret", created.secret())
				.addObject("until", overlap.equals(0) ? null : Moments.time(created.previousExpiresAt(), locale));
		}
		catch (ProblemException ex) {
			return refused(secretPage(this.webhooks.find(id), locale), ex, locale);
		}
	}

	private ModelAndView secretPage(Webhook webhook, Locale locale) {
		return this.console.page("console-webhook-secret", webhook, locale)
			.addObject("overlaps", Overlap.choices(WebhookAdministration.LONGEST_OVERLAP));
	}

	@GetMapping("/admin/webhooks/{id}/delete")
	ModelAndView askToDelete(@PathVariable String id, Locale locale) {
		return this.console.page("console-webhook-delete", this.webhooks.find(id), locale);
	}

	@PostMapping("/admin/webhooks/{id}/delete")
	ModelAndView delete(@PathVariable String id, @RequestAttribute Account account, HttpServletRequest request,
			Locale locale) {
		try {
			this.webhooks.delete(id, new IfMatch(ConsoleForm.text(request, "version")), Asking.of(account));
			return SeeOther.to("/admin/webhooks?done=deleted");
		}
		catch (ProblemException ex) {
			return refused(askToDelete(id, locale), ex, locale);
		}
	}

	private ModelAndView edit(Webhook webhook, Map<String, Object> values, Locale locale) {
		return form(this.console.page("console-webhook-edit", webhook, locale), values).addObject("base",
				ConsoleForm.encode(ConsoleForm.of(webhook.fields(), NAMES)));
	}

	private ModelAndView form(ModelAndView page, Map<String, Object> values) {
		return page.addObject("values", values)
			.addObject("lines", ConsoleForm.lines(values))
			.addObject("errors", Map.of())
			.addObject("known", this.trail.kinds());
	}

	private ModelAndView refused(ModelAndView page, Map<String, Object> typed, ProblemException refusal,
			Locale locale) {
		List<InvalidField> errors = refusal.problem().errors();
		page.addObject("errors", this.words.of(errors, typed, locale)).setStatus(refusal.problem().status());
		return errors.isEmpty() ? this.words.refuse(page, refusal, locale) : page;
	}

	private ModelAndView refused(ModelAndView page, ProblemException refusal, Locale locale) {
		if (refusal.problem().status() == HttpStatus.PRECONDITION_FAILED) {
			page.addObject("meanwhile", true).setStatus(refusal.problem().status());
			return page;
		}
		return this.words.refuse(page, refusal, locale);
	}

}

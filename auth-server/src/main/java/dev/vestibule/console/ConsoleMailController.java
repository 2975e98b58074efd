package dev.vestibule.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Ids;
import dev.vestibule.admin.MailAdministration;
import dev.vestibule.admin.Page;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.mail.Delivery;
import dev.vestibule.mail.MailQuery;
import dev.vestibule.mail.MailQuery.Position;
import dev.vestibule.mail.SentMail;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What has become of each message, and what can be done about it. What they say is not
 * shown: it opens accounts.
 */
@Controller
class ConsoleMailController {

	private static final String PATH = "/admin/mail/messages";

	private static final String TEST = "/admin/mail/test";

	private static final List<String> STATES = Stream.of(Delivery.State.values()).map(Delivery.State::label).toList();

	private static final String RECIPIENT = "recipient";

	private static final List<String> FILTERS = List.of(RECIPIENT, "state", "template", "from", "to");

	private static final Set<String> DONE = Set.of("resent", "abandoned");

	private final MailAdministration mails;

	private final ConsoleWords words;

	ConsoleMailController(MailAdministration mails, ConsoleWords words) {
		this.mails = mails;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView search(HttpServletRequest request, Locale locale) {
		Filters filters = new Filters(request, FILTERS);
		ModelAndView page = new ModelAndView("console-mails").addObject("values", filters.values())
			.addObject("errors", Map.of())
			.addObject("states", STATES)
			.addObject("first", filters.link(PATH));
		return Listing.fill(page, "mails", request, locale, this.words, (query) -> fill(page, query, request, locale));
	}

	private void fill(ModelAndView model, Fields query, HttpServletRequest request, Locale locale) {
		String recipient = query.text(RECIPIENT, 254);
		String state = query.choice("state", Set.copyOf(STATES));
		MailQuery wanted = new MailQuery(
				(recipient != null) ? EmailAddress.parse(recipient).map(EmailAddress::value).orElse(recipient) : null,
				(state != null) ? Delivery.State.valueOf(state.toUpperCase(Locale.ROOT)) : null,
				query.text("template", 64), Filters.time(query, "from"), Filters.time(query, "to"));
		Page<Position> page = Page.read(query, request,
				(position) -> new Position(Fields.moment(position.get(0)), UUID.fromString(position.get(1))));
		query.words("ui_locales");
		query.check();
		List<SentMail> found = this.mails.search(wanted, page.after(), page.toFind());
		Listing.show(model, "mails", page, found, (mail) -> List.of(mail.createdAt().toString(), mail.id().toString()),
				(mail) -> shown(mail, locale));
	}

	@GetMapping(PATH + "/{id}")
	ModelAndView show(@PathVariable String id, @RequestParam(required = false) @Nullable String done, Locale locale) {
		return page(this.mails.find(Ids.read(id)), locale).addObject("done",
				(done != null && DONE.contains(done)) ? done : null);
	}

	@PostMapping(PATH + "/{id}/resend")
	ModelAndView resend(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		try {
			return SeeOther.to(PATH + "/" + this.mails.resend(Ids.read(id), Asking.of(account)).id() + "?done=resent");
		}
		catch (ProblemException ex) {
			return refused(id, ex, locale);
		}
	}

	@PostMapping(PATH + "/{id}/abandon")
	ModelAndView abandon(@PathVariable String id, @RequestAttribute Account account, Locale locale) {
		try {
			return SeeOther
				.to(PATH + "/" + this.mails.abandon(Ids.read(id), Asking.of(account)).id() + "?done=abandoned");
		}
		catch (ProblemException ex) {
			return refused(id, ex, locale);
		}
	}

	private ModelAndView refused(String id, ProblemException refusal, Locale locale) {
		return this.words.refuse(page(this.mails.find(Ids.read(id)), locale), refusal, locale);
	}

	@GetMapping(TEST)
	ModelAndView trial(@RequestAttribute Account account) {
		return trialPage(account.email().value());
	}

	@PostMapping(TEST)
	ModelAndView send(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		String to = ConsoleForm.text(request, RECIPIENT).strip();
		ConsoleForm.read(request, List.of(RECIPIENT));
		try {
			return trialPage(to).addObject("outcomes",
					this.mails.test(to.isEmpty() ? Map.of() : Map.of("to", to), locale, Asking.of(account)));
		}
		catch (ProblemException ex) {
			List<InvalidField> errors = ex.problem()
				.errors()
				.stream()
				.map((error) -> new InvalidField(RECIPIENT, error.detail()))
				.toList();
			ModelAndView page = trialPage(to).addObject("errors", this.words.of(errors, Map.of(), locale));
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private static ModelAndView trialPage(String to) {
		return new ModelAndView("console-mail-test").addObject("values", Map.of(RECIPIENT, to))
			.addObject("errors", Map.of());
	}

	private static ModelAndView page(SentMail mail, Locale locale) {
		Instant sentAt = mail.sentAt();
		Delivery.State state = mail.delivery().state();
		return new ModelAndView("console-mail").addObject("mail", shown(mail, locale))
			.addObject("attempts", mail.delivery().attempts())
			.addObject("language", mail.locale().getDisplayLanguage(locale))
			.addObject("sentAt", (sentAt != null) ? Moments.time(sentAt, locale) : null)
			.addObject("account", mail.accountId())
			.addObject("mailing", mail.mailingId())
			.addObject("resentAs", mail.resentAs())
			.addObject("underWay", state == Delivery.State.QUEUED || state == Delivery.State.RETRYING)
			.addObject("over", state == Delivery.State.SENT || state == Delivery.State.FAILED
					|| state == Delivery.State.ABANDONED);
	}

	private static Shown shown(SentMail mail, Locale locale) {
		return new Shown(mail.id().toString(), mail.recipient(), mail.template(), mail.delivery().state().label(),
				mail.delivery().reason(), Moments.time(mail.createdAt(), locale));
	}

	/**
	 * A message in a list, or in the head of its page.
	 */
	record Shown(String id, String recipient, String template, String state, @Nullable String reason, String since) {

	}

}

package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Invitation;
import dev.vestibule.admin.InvitationAdministration;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's open invitations: their list, another one, and the end of one.
 */
@Controller
class ConsoleInvitationsController {

	private static final String PATH = ConsoleAccountsController.PATH + "/invitations";

	private static final List<String> NAMES = List.of("email", "locale", "roles", "groups");

	private final InvitationAdministration invitations;

	private final Offers offers;

	private final ConsoleWords words;

	private final WordList<Invitation> list;

	ConsoleInvitationsController(InvitationAdministration invitations, Offers offers, ConsoleWords words) {
		this.invitations = invitations;
		this.offers = offers;
		this.words = words;
		this.list = new WordList<>("console-invitations", "invitations", Set.of("invited", "withdrawn"),
				invitations::list, (each) -> each.email().value(), ConsoleInvitationsController::shown);
	}

	@GetMapping(PATH)
	ModelAndView list(HttpServletRequest request, Locale locale) {
		return this.list.show(request, locale, this.words);
	}

	@GetMapping(PATH + "/new")
	ModelAndView form(Locale locale) {
		return page(Map.of("locale", locale.getLanguage()));
	}

	@PostMapping(PATH + "/new")
	ModelAndView invite(@RequestAttribute Account account, HttpServletRequest request, Locale locale) {
		Map<String, Object> typed = ConsoleForm.read(request, NAMES);
		try {
			this.invitations.invite(ConsoleForm.fields(typed), request.getRemoteAddr(), Administrator.of(account));
			return SeeOther.to(PATH + "?done=invited");
		}
		catch (ProblemException ex) {
			ModelAndView page = page(typed).addObject("errors", this.words.of(ex.problem().errors(), typed, locale))
				.addObject("refusal", ex.problem().errors().isEmpty() ? this.words.of(ex, locale) : null);
			page.setStatus(ex.problem().status());
			return page;
		}
	}

	private ModelAndView page(Map<String, Object> values) {
		return this.offers.add(new ModelAndView("console-invitation-new"), values)
			.addObject("values", values)
			.addObject("errors", Map.of());
	}

	@GetMapping(PATH + "/{id}/delete")
	ModelAndView askToWithdraw(@PathVariable String id, Locale locale) {
		return new ModelAndView("console-invitation-delete").addObject("invitation",
				shown(this.invitations.find(id), locale));
	}

	@PostMapping(PATH + "/{id}/delete")
	ModelAndView withdraw(@PathVariable String id, @RequestAttribute Account account) {
		this.invitations.withdraw(id, Administrator.of(account));
		return SeeOther.to(PATH + "?done=withdrawn");
	}

	private static Shown shown(Invitation invitation, Locale locale) {
		return new Shown(invitation.id().toString(), invitation.email().value(), invitation.roles(),
				invitation.groups(), invitation.invitedBy(), Moments.date(invitation.createdAt(), locale),
				Moments.time(invitation.expiresAt(), locale));
	}

	/**
	 * An invitation in the list.
	 */
	record Shown(String id, String email, List<String> roles, List<String> groups, String by, String since,
			String until) {

	}

}

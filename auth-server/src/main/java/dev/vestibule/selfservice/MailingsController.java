package dev.vestibule.selfservice;

import dev.vestibule.account.Account;
import dev.vestibule.mailing.OptOut;
import dev.vestibule.web.SeeOther;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The switch for mail that is not about the account's safety.
 */
@Controller
class MailingsController {

	private final OptOut optOut;

	MailingsController(OptOut optOut) {
		this.optOut = optOut;
	}

	@PostMapping("/account/mailings")
	ModelAndView set(@RequestAttribute Account account, @RequestParam boolean on) {
		this.optOut.set(account.id(), !on, "account");
		return SeeOther.to("/account?done=mailings");
	}

}

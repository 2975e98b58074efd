package dev.vestibule.demo.relyingapp;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The public pages: the start, and why a login came to nothing.
 */
@Controller
class HomeController {

	@GetMapping("/")
	String home() {
		return "home";
	}

	@GetMapping("/login/failed")
	String loginFailed(@RequestParam(defaultValue = "failed") String reason, Model model) {
		model.addAttribute("reason", reason);
		return "login-failed";
	}

}

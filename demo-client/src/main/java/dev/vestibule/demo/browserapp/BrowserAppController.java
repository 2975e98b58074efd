package dev.vestibule.demo.browserapp;

import dev.vestibule.demo.DemoProperties;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Hands out the page, and with it the addresses that its script needs.
 */
@Controller
class BrowserAppController {

	private final DemoProperties demo;

	BrowserAppController(DemoProperties demo) {
		this.demo = demo;
	}

	@GetMapping("/spa")
	String spa(Model model) {
		model.addAttribute("demo", this.demo);
		return "spa";
	}

}

package dev.vestibule.selfservice;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.federation.ProviderNotices;
import dev.vestibule.federation.Providers;
import dev.vestibule.verification.Askers;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/**
 * What Facebook tells of somebody who turned away from us there, and the page where they
 * see what became of that (Meta's deauthorize and data-deletion callbacks).
 */
@Controller
@RequestMapping("/providers/{id:[a-z0-9-]+}")
class ProviderNoticeController {

	private final ProviderNotices notices;

	private final Providers providers;

	private final Askers askers;

	private final ServerProperties server;

	ProviderNoticeController(ProviderNotices notices, Providers providers, Askers askers, ServerProperties server) {
		this.notices = notices;
		this.providers = providers;
		this.askers = askers;
		this.server = server;
	}

	@PostMapping("/deauthorize")
	ResponseEntity<Map<String, String>> deauthorize(@PathVariable String id,
			@RequestParam(name = "signed_request", defaultValue = "") String signedRequest, HttpServletRequest request,
			HttpServletResponse response) {
		return this.notices.deauthorize(id, signedRequest, this.askers.of(request, response))
				? ResponseEntity.ok(Map.of()) : refused();
	}

	@PostMapping("/data-deletion")
	ResponseEntity<Map<String, String>> erase(@PathVariable String id,
			@RequestParam(name = "signed_request", defaultValue = "") String signedRequest, HttpServletRequest request,
			HttpServletResponse response) {
		Optional<String> code = this.notices.erase(id, signedRequest, this.askers.of(request, response));
		return code.map((confirmation) -> ResponseEntity
			.ok(Map.of("url", this.server.url("/providers/" + id + "/data-deletion/" + confirmation),
					"confirmation_code", confirmation)))
			.orElseGet(ProviderNoticeController::refused);
	}

	@GetMapping("/data-deletion/{code}")
	ModelAndView show(@PathVariable String id, @PathVariable String code, Locale locale) {
		return this.notices.find(id, code)
			.map((erasure) -> new ModelAndView("data-deletion").addObject("providerName", this.providers.nameOf(id))
				.addObject("askedAt", Moments.date(erasure.at(), locale))
				.addObject("found", erasure.found()))
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static ResponseEntity<Map<String, String>> refused() {
		return ResponseEntity.badRequest().body(Map.of("error", "invalid_request"));
	}

}

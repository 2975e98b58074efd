package dev.vestibule.signin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.vestibule.account.PasswordHashing.TooBusyException;
import dev.vestibule.federation.ProviderLink;
import dev.vestibule.federation.Providers;
import dev.vestibule.limit.LimitExceededException;
import dev.vestibule.web.SeeOther;
import dev.vestibule.signin.PasswordSignIn.RightPassword;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The sign-in page.
 */
@Controller
class LoginController {

	private static final Set<String> ERRORS = Set.of("account-exists", "cancelled", "closed", "disabled", "frozen",
			"provider-failed", "provider-unavailable", "reserved", "session-ended", "sign-up-ended");

	private final Providers providers;

	private final PasswordSignIn passwords;

	private final BrowserSession browser;

	private final Entrance entrance;

	private final ProviderHint hint;

	LoginController(Providers providers, PasswordSignIn passwords, BrowserSession browser, Entrance entrance,
			ProviderHint hint) {
		this.hint = hint;
		this.providers = providers;
		this.passwords = passwords;
		this.browser = browser;
		this.entrance = entrance;
	}

	@GetMapping("/login")
	ModelAndView begin(@RequestParam(required = false) @Nullable String error,
			@RequestParam(required = false) @Nullable String provider,
			@RequestParam(required = false) @Nullable String again, HttpServletRequest request) {
		Optional<String> elsewhere = (request.getQueryString() == null) ? this.hint.follow(request) : Optional.empty();
		return elsewhere.map(SeeOther::to).orElseGet(() -> show(error, provider, again, request));
	}

	private ModelAndView show(@Nullable String error, @Nullable String provider, @Nullable String again,
			HttpServletRequest request) {
		ModelAndView page = page(request).addObject("error", (error != null && ERRORS.contains(error)) ? error : null);
		providers().filter((link) -> link.id().equals(provider))
			.findFirst()
			.ifPresent((link) -> page.addObject("providerName", link.name()));
		if (again != null) {
			page.getModel().putIfAbsent("notice", "again");
		}
		return page;
	}

	@GetMapping(path = "/login", params = "signed-out")
	String showSignedOut() {
		return "signed-out";
	}

	@PostMapping("/login")
	ModelAndView signIn(@RequestParam(defaultValue = "") String username,
			@RequestParam(defaultValue = "") String password, HttpServletRequest request,
			HttpServletResponse response) {
		try {
			Optional<RightPassword> right = this.passwords.check(username, password, request);
			return this.entrance.admit(() -> right.map(this.passwords::accept), List.of("pwd"), request, response)
				.map(SeeOther::to)
				.orElseGet(() -> refuse(HttpStatus.BAD_REQUEST, "credentials", username, request));
		}
		catch (TooBusyException ex) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "5");
			return refuse(HttpStatus.SERVICE_UNAVAILABLE, "too-busy", username, request);
		}
		catch (LimitExceededException ex) {
			return ex.on(refuse(HttpStatus.TOO_MANY_REQUESTS, "limit", username, request), response);
		}
	}

	private ModelAndView refuse(HttpStatus status, String error, String username, HttpServletRequest request) {
		ModelAndView page = page(request).addObject("error", error).addObject("username", username);
		page.setStatus(status);
		return page;
	}

	private ModelAndView page(HttpServletRequest request) {
		ModelAndView page = new ModelAndView("login").addObject("providers", this.providers.list());
		this.browser.link(request)
			.ifPresent((link) -> page.addObject("notice", "link")
				.addObject("providerName", link.providerName())
				.addObject("username", link.email()));
		return page;
	}

	private Stream<ProviderLink> providers() {
		return this.providers.list().stream();
	}

}

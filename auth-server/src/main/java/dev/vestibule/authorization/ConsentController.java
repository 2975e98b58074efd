package dev.vestibule.authorization;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.vestibule.account.Account;
import dev.vestibule.account.AccountPrincipal;
import dev.vestibule.account.Accounts;
import dev.vestibule.client.ClientLook;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.web.AppLook;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The page that asks a person what a client may have. It is only a view: the framework
 * keeps what was really requested and checks the answer against it.
 */
@Controller
class ConsentController {

	/**
	 * Who one is, then what may be done; the framework does not keep the request's order.
	 */
	private static final Comparator<String> WHO_FIRST = Comparator
		.comparingInt((String scope) -> List.of(OidcScopes.EMAIL, OidcScopes.PROFILE, OidcScopes.OPENID).indexOf(scope))
		.reversed()
		.thenComparing(Comparator.naturalOrder());

	private final RegisteredClientRepository clients;

	private final ResourceServers resourceServers;

	private final Consents consents;

	private final Accounts accounts;

	ConsentController(RegisteredClientRepository clients, ResourceServers resourceServers, Consents consents,
			Accounts accounts) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.consents = consents;
		this.accounts = accounts;
	}

	@GetMapping("/consent")
	String consent(@RequestParam("client_id") String clientId, @RequestParam String scope, @RequestParam String state,
			@AuthenticationPrincipal AccountPrincipal person, Locale locale, Model model) {
		RegisteredClient client = this.clients.findByClientId(clientId);
		Account account = this.accounts.find(person.accountId()).orElse(null);
		if (client == null || account == null) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
		}
		model.addAttribute("client", client.getClientName());
		model.addAttribute("clientId", clientId);
		model.addAttribute("clientUri", client.getClientSettings().getSetting(RegisteredClients.CLIENT_URI));
		ClientLook look = RegisteredClients.look(client);
		model.addAttribute("app", AppLook.of(look.logoUri(), look.brandColor()));
		model.addAttribute("tosUri", look.tosUri());
		model.addAttribute("policyUri", look.policyUri());
		model.addAttribute("state", state);
		model.addAttribute("scopes", scopes(client, scope, person, locale));
		model.addAttribute("email", account.email().value());
		return "consent";
	}

	private List<RequestedScope> scopes(RegisteredClient client, String requested, AccountPrincipal person,
			Locale locale) {
		OAuth2AuthorizationConsent consent = this.consents.findById(client.getId(), person.getName());
		Set<String> granted = (consent != null) ? consent.getScopes() : Set.of();
		return Arrays.stream(requested.split(" "))
			.filter((name) -> client.getScopes().contains(name))
			.sorted(WHO_FIRST)
			.map((name) -> new RequestedScope(name, this.resourceServers.description(name, locale).orElse(null),
					granted.contains(name)))
			.toList();
	}

	/**
	 * A line of the page.
	 */
	record RequestedScope(String name, @Nullable String description, boolean granted) {

	}

}

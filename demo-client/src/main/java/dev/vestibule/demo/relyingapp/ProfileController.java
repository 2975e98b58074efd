package dev.vestibule.demo.relyingapp;

import java.text.ParseException;
import java.util.Map;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import jakarta.servlet.http.HttpServletRequest;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Shows the ID token's claims, which are what a relying app goes by, and the access
 * token's insides, which are not: to a client it is opaque, and this page opens it only
 * because it is a demo.
 */
@Controller
class ProfileController {

	private final OAuth2AuthorizedClientRepository authorizedClients;

	private final JsonMapper json;

	ProfileController(OAuth2AuthorizedClientRepository authorizedClients, JsonMapper json) {
		this.authorizedClients = authorizedClients;
		this.json = json;
	}

	@GetMapping("/profile")
	String profile(@AuthenticationPrincipal OidcUser user, Authentication login, HttpServletRequest request,
			Model model) throws ParseException {
		model.addAttribute("claims", user.getIdToken().getClaims());
		OAuth2AuthorizedClient client = this.authorizedClients.loadAuthorizedClient(VestibuleClient.ID, login, request);
		if (client != null) {
			JWT token = JWTParser.parse(client.getAccessToken().getTokenValue());
			model.addAttribute("header", pretty(token.getHeader().toJSONObject()));
			model.addAttribute("payload", pretty(token.getJWTClaimsSet().toJSONObject()));
		}
		return "profile";
	}

	private String pretty(Map<String, Object> claims) {
		return this.json.writerWithDefaultPrettyPrinter().writeValueAsString(claims);
	}

}

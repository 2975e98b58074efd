package dev.vestibule.demo.relyingapp;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Gives every page the name of whoever is logged in, for its header.
 */
@ControllerAdvice
class SignedInUser {

	@ModelAttribute("user")
	@Nullable String user(@AuthenticationPrincipal @Nullable OidcUser user) {
		if (user == null) {
			return null;
		}
		if (user.getFullName() != null) {
			return user.getFullName();
		}
		return (user.getEmail() != null) ? user.getEmail() : user.getSubject();
	}

}

package dev.vestibule.web;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Redirects with 303, so that a form is never sent on; our own pages by their path, so
 * that no {@code Host} header has a say.
 */
public final class SeeOther {

	private SeeOther() {
	}

	public static ModelAndView to(String location) {
		RedirectView redirect = new RedirectView(location, false, false, false);
		redirect.setStatusCode(HttpStatus.SEE_OTHER);
		return new ModelAndView(redirect);
	}

	public static void to(String location, HttpServletResponse response) {
		response.setStatus(HttpStatus.SEE_OTHER.value());
		response.setHeader(HttpHeaders.LOCATION, location);
	}

}

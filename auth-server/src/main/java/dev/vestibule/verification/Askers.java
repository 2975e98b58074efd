package dev.vestibule.verification;

import dev.vestibule.session.Destination;
import dev.vestibule.web.AppLook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Tells who sends a request, in the words of a mail.
 */
@Component
public class Askers {

	private final Destination destination;

	Askers(Destination destination) {
		this.destination = destination;
	}

	public Asker of(HttpServletRequest request, HttpServletResponse response) {
		return new Asker(RequestContextUtils.getLocale(request), this.destination.client(request).orElse(null),
				this.destination.look(request).map(AppLook::color).orElse(null),
				Device.of(request.getHeader("User-Agent")), request.getRemoteAddr());
	}

}

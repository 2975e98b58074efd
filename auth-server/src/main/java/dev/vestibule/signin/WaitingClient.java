package dev.vestibule.signin;

import java.util.Optional;

import dev.vestibule.audit.CurrentClient;
import dev.vestibule.session.Destination;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

/**
 * The client whose authorization request this browser will go on with.
 */
@Component
class WaitingClient implements CurrentClient {

	private final Destination destination;

	WaitingClient(Destination destination) {
		this.destination = destination;
	}

	@Override
	public Optional<String> clientId(HttpServletRequest request) {
		return this.destination.clientId(request);
	}

}

package dev.vestibule.audit;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells for which client a person came who sends a request.
 */
public interface CurrentClient {

	/**
	 * The identifier of the client that waits for this person, if one does.
	 */
	Optional<String> clientId(HttpServletRequest request);

}

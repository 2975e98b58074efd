package dev.vestibule.session;

import java.util.Optional;

/**
 * Tells the name of the client that a saved request is for; whoever knows clients
 * implements it.
 */
@FunctionalInterface
public interface ClientNames {

	/**
	 * The name of a registered client; empty if there is none of that id.
	 */
	Optional<String> nameOf(String clientId);

}

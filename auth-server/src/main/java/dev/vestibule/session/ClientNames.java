package dev.vestibule.session;

import java.util.Optional;

import dev.vestibule.web.AppLook;

/**
 * Tells the name of the client that a saved request is for; whoever knows clients
 * implements it.
 */
public interface ClientNames {

	/**
	 * The name of a registered client; empty if there is none of that id.
	 */
	Optional<String> nameOf(String clientId);

	/**
	 * How it looks to people.
	 */
	Optional<AppLook> lookOf(String clientId);

}

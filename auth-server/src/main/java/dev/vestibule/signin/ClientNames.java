package dev.vestibule.signin;

import java.util.Optional;

/**
 * Tells the name of the client that a person is signing in to; for who knows clients to
 * implement.
 */
@FunctionalInterface
public interface ClientNames {

	/**
	 * The name of a registered client; empty if there is none of that id.
	 */
	Optional<String> nameOf(String clientId);

}

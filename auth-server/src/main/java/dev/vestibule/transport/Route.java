package dev.vestibule.transport;

import java.time.Instant;
import java.util.Optional;

/**
 * A transport in its place: the one that is used, or the one to fall back on.
 */
public final class Route implements AutoCloseable {

	private final String id;

	private final String name;

	private final Transport transport;

	Route(String id, String name, Transport transport) {
		this.id = id;
		this.name = name;
		this.transport = transport;
	}

	/**
	 * Tells it from the others, on all nodes and after a restart.
	 */
	public String id() {
		return this.id;
	}

	/**
	 * What an operator knows it by, such as {@code gmail} or
	 * {@code smtp smtp.example.com:587}.
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns within 10 s, once the letter was accepted, or was not.
	 * @return why it was not
	 */
	public Optional<Refusal> send(Letter letter) {
		return this.transport.send(letter);
	}

	/**
	 * Goes as far as one can without a letter, within 10 s.
	 * @return why that did not succeed
	 */
	public Optional<Refusal> probe() {
		return this.transport.probe();
	}

	/**
	 * When the access that it has ends whatever is done with it, if that is known.
	 */
	public Optional<Instant> authorizedUntil() {
		return this.transport.authorizedUntil();
	}

	@Override
	public void close() {
		this.transport.close();
	}

}

package dev.vestibule.transport;

import java.util.List;

/**
 * The ways out, the preferred one first. Which of them is open just now is not known
 * here.
 */
public final class Routes implements AutoCloseable {

	/** What the outage of the one route that there used to be is known by. */
	static final String FIRST = "server";

	static final String SECOND = "fallback";

	private final List<Route> routes;

	Routes(List<Route> routes) {
		this.routes = List.copyOf(routes);
	}

	public List<Route> list() {
		return this.routes;
	}

	public Route get(String id) {
		return this.routes.stream()
			.filter((route) -> route.id().equals(id))
			.findFirst()
			// One that is not configured any more.
			.orElse(this.routes.get(0));
	}

	@Override
	public void close() {
		this.routes.forEach(Route::close);
	}

}

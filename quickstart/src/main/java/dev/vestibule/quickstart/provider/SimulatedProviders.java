package dev.vestibule.quickstart.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

import dev.vestibule.quickstart.http.Handler;
import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;

/**
 * Simulated Google and Facebook on one port of the loopback address, below
 * {@code /google} and {@code /facebook}.
 */
public final class SimulatedProviders implements AutoCloseable {

	private final LoopbackServer http;

	private SimulatedProviders(LoopbackServer http) {
		this.http = http;
	}

	/**
	 * Starts both providers.
	 * @param keyFile where Google's signing key is kept between runs
	 * @throws IOException if the port is in use
	 */
	public static SimulatedProviders start(int port, Registration google, Registration facebook, Path keyFile)
			throws IOException {
		String address = "http://localhost:" + port;
		Handler simulatedGoogle = new Google(address + "/google", google, keyFile, Clock.systemUTC());
		Handler simulatedFacebook = new Facebook(address + "/facebook", facebook, Clock.systemUTC());
		return new SimulatedProviders(LoopbackServer.start(port, (request) -> {
			if (request.path().startsWith("/google/")) {
				return isPicture(request) ? picture() : simulatedGoogle.handle(request);
			}
			if (request.path().startsWith("/facebook/")) {
				return isPicture(request) ? picture() : simulatedFacebook.handle(request);
			}
			return request.is("GET", "/provider.css")
					? Response.resource(SimulatedProviders.class, "provider.css", "text/css; charset=UTF-8")
					: Response.notFound();
		}));
	}

	private static boolean isPicture(Request request) {
		return request.path().endsWith("/picture.svg");
	}

	private static Response picture() {
		return Response.resource(SimulatedProviders.class, "picture.svg", "image/svg+xml");
	}

	@Override
	public void close() {
		this.http.close();
	}

}

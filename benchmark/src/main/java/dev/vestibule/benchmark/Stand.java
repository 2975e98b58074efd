package dev.vestibule.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A running server, under load or about to be.
 */
final class Stand {

	private final Site site;

	private final Node node;

	private final Wrk wrk;

	private final Logins logins;

	Stand(Site site, Node node, Wrk wrk, int people) {
		this.site = site;
		this.node = node;
		this.wrk = wrk;
		this.logins = new Logins(node.url(), people, basic("app"));
	}

	Contender contender() {
		return this.site.contender();
	}

	double residentMegabytes() throws IOException {
		return ProcessTimes.residentMegabytes(this.node.pid());
	}

	/**
	 * Loads the server for a while, and counts what that takes.
	 */
	Measurement measure(Flow flow, int connections, int seconds)
			throws IOException, InterruptedException, SQLException {
		clear();
		Run run = prepare(flow, connections, seconds);
		Usage before = this.site.database().usage(this.node.pid(), true);
		Load load = run.start();
		Usage used = this.site.database().usage(this.node.pid(), false).since(before);
		return new Measurement(load, used.per(Math.max(1, load.good())));
	}

	/**
	 * Spares plain Spring what a table without indexes costs when it grows.
	 */
	private void clear() throws SQLException {
		if (contender() == Contender.PLAIN) {
			this.site.database().run("TRUNCATE oauth2_authorization");
		}
	}

	Administration administration() throws IOException, InterruptedException {
		return new Administration(this.node.url(), this.site.database(), basic("admin"));
	}

	private Run prepare(Flow flow, int connections, int seconds) throws IOException, InterruptedException {
		String url = this.node.url();
		return switch (flow) {
			case ES256, RS256, BCRYPT -> repeat(url + "/oauth2/token", "POST", basic(flow.id()),
					"grant_type=client_credentials&scope=notes.read", connections, seconds);
			case REFRESH -> {
				List<String> tokens = new ArrayList<>();
				for (int i = 0; i < connections * 2 + 2; i++) {
					tokens.add(Person.field(grant("notes.read"), "refresh_token"));
				}
				yield () -> this.wrk.refresh(url + "/oauth2/token", basic("app"), tokens, connections, seconds);
			}
			case LOGIN -> () -> this.logins.run(connections, seconds);
			case USERINFO -> {
				String token = Person.field(grant("openid profile email"), "access_token");
				yield repeat(url + "/userinfo", "GET", "Bearer " + token, Wrk.NONE, connections, seconds);
			}
			case INTROSPECTION -> {
				String token = Person.field(grant("openid profile email"), "access_token");
				yield repeat(url + "/oauth2/introspect", "POST", basic("app"), "token=" + token, connections, seconds);
			}
			case JWKS -> repeat(url + "/oauth2/jwks", "GET", Wrk.NONE, Wrk.NONE, connections, seconds);
			case DISCOVERY ->
				repeat(url + "/.well-known/openid-configuration", "GET", Wrk.NONE, Wrk.NONE, connections, seconds);
		};
	}

	/**
	 * Sees that the answer is 200, since wrk takes a redirect for a good one too.
	 */
	private Run repeat(String url, String method, String authorization, String body, int connections, int seconds)
			throws IOException, InterruptedException {
		int status = this.wrk.once(url, method, authorization, body);
		if (status != 200) {
			throw new BenchmarkException("%s answers %d to %s %s.".formatted(contender().title(), status, method, url));
		}
		return () -> this.wrk.repeat(url, method, authorization, body, connections, seconds);
	}

	private String grant(String scope) throws IOException, InterruptedException {
		Person person = this.logins.somebody();
		return (contender() == Contender.FLOOR) ? person.redeem("any") : person.logIn(scope);
	}

	private static String basic(String client) {
		return "Basic " + Base64.getEncoder()
			.encodeToString((client + ":" + Site.SECRET + client).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A load that is ready to go.
	 */
	private interface Run {

		Load start() throws IOException, InterruptedException;

	}

}

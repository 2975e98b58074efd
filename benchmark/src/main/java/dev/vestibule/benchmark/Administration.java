package dev.vestibule.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An administrator who looks at everything, one after the other: the console's pages and
 * the API's lists, each searched and filtered in every way that there is.
 */
final class Administration {

	private static final int WARM_UPS = 3;

	private final Person person;

	private final Postgres database;

	private final String token;

	Administration(String server, Postgres database, String basic) throws IOException, InterruptedException {
		this.person = new Person(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), server, 0,
				basic);
		this.database = database;
		this.token = Person.field(this.person.redeem(Map.of("grant_type", "client_credentials", "scope", "admin.read")),
				"access_token");
	}

	/**
	 * What is looked at, by what it is called.
	 */
	Map<String, String> looks() throws SQLException {
		String account = one("SELECT id FROM account WHERE email LIKE 'user-00500005@%'");
		String month = "from=" + one("SELECT extract(epoch FROM now() - interval '30 days')::bigint");
		String longAgo = "to=" + one("SELECT extract(epoch FROM now() - interval '300 days')::bigint");
		String webhook = one("SELECT id FROM webhook LIMIT 1");
		String[] people = { "", "q=kim", "q=kim+5005", "q=nguyen+nobody", "q=user-00500005", "q=user", "email=user-005",
				"email=nobody", "state=disabled", "state=proof_due", "state=active", "admin_role=operator",
				"role=role-007", "role=role-everybody", "group=group-042", "role=role-everybody&group=group-042",
				"role=role-007&state=disabled", "email=user-009&group=group-042", "q=kim&state=disabled",
				"role=nobody" };
		String[] events = { "", "account=" + account, "client=app", "kind=sign-in", "kind=nothing.like.it",
				"outcome=refused", "outcome=failure", "kind=sign-in&outcome=failure", "client=app&kind=consent.granted",
				"client=client-004242&outcome=refused", month + "&kind=address.proved", longAgo + "&kind=sign-in" };
		String[] mails = { "", "recipient=user-00500005@example.com", "state=failed", "state=sent", "state=queued",
				"template=reset", "template=nothing-like-it", longAgo };
		String[] words = { "", "q=7", "q=nothing+like+it" };
		Map<String, String> looks = new LinkedHashMap<>();
		add(looks, "/admin", "", "last=30d", "last=90d");
		add(looks, "/admin/clients", "", "q=application", "q=application+50", "q=nothing+like+it");
		add(looks, "/admin/clients/client-004242", "");
		add(looks, "/admin/accounts", people);
		add(looks, "/admin/accounts/" + account, "");
		add(looks, "/admin/accounts/invitations", words);
		add(looks, "/admin/roles", words);
		add(looks, "/admin/roles/role-007", "");
		add(looks, "/admin/groups", words);
		add(looks, "/admin/groups/group-042", "");
		add(looks, "/admin/resource-servers", words);
		add(looks, "/admin/audit", events);
		add(looks, "/admin/mail/messages", mails);
		add(looks, "/admin/webhooks", words);
		add(looks, "/admin/webhooks/" + webhook, "", "state=failed");
		add(looks, "/admin/providers", "");
		add(looks, "/admin/keys", "");
		add(looks, "/admin/config", "");
		add(looks, "/admin/api/statistics", "", "by=day", "by=day&kind=sign-in",
				"by=day&" + longAgo.replace("to=", "from="));
		add(looks, "/admin/api/clients", "", "q=application", "q=application+50", "q=nothing+like+it",
				"scope=notes.read", "enabled=false", "managed_by=configuration");
		add(looks, "/admin/api/accounts", people);
		add(looks, "/admin/api/accounts/" + account, "");
		add(looks, "/admin/api/accounts/" + account + "/identities", "");
		add(looks, "/admin/api/accounts/invitations", words);
		add(looks, "/admin/api/sessions", "account=" + account);
		add(looks, "/admin/api/roles", words);
		add(looks, "/admin/api/groups", words);
		add(looks, "/admin/api/audit", events);
		add(looks, "/admin/api/mail/messages", mails);
		add(looks, "/admin/api/resource-servers", words);
		add(looks, "/admin/api/webhooks", words);
		add(looks, "/admin/api/webhooks/" + webhook + "/deliveries", "", "state=failed");
		add(looks, "/admin/api/providers", "");
		add(looks, "/admin/api/keys", "");
		add(looks, "/admin/api/config", "");
		return looks;
	}

	private static void add(Map<String, String> looks, String path, String... queries) {
		for (String query : queries) {
			String name = path.replaceAll("[0-9a-f-]{36}", "{id}") + (query.isEmpty() ? ""
					: "?" + query.replaceAll("[0-9a-f-]{36}", "{id}").replaceAll("[0-9]{10}", "…"));
			looks.put(name, path + (query.isEmpty() ? "" : "?" + query));
		}
	}

	private String one(String sql) throws SQLException {
		return this.database.strings(sql).get(0);
	}

	/**
	 * Signs in to the console.
	 */
	void enter() throws IOException, InterruptedException, SQLException {
		this.database.run("UPDATE account SET role = 'administrator' WHERE email = '" + Person.email(0) + "'");
		if (this.person.enter("/admin").statusCode() != 200) {
			throw new BenchmarkException("The administrator does not get into the console.");
		}
	}

	/**
	 * Looks at one thing so many times.
	 * @return how long each took, in milliseconds
	 */
	List<Double> look(String path, int times) throws IOException, InterruptedException {
		List<Double> millis = new ArrayList<>();
		for (int time = -WARM_UPS; time < times; time++) {
			long begin = System.nanoTime();
			HttpResponse<String> answer = path.startsWith("/admin/api") ? this.person.get(path, "Bearer " + this.token)
					: this.person.get(path);
			if (answer.statusCode() != 200) {
				throw new BenchmarkException(
						"Vestibule answers %d to %s: %s".formatted(answer.statusCode(), path, answer.body()));
			}
			if (time >= 0) {
				millis.add((System.nanoTime() - begin) / 1e6);
			}
		}
		return millis;
	}

}

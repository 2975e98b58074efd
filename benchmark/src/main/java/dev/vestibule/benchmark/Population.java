package dev.vestibule.benchmark;

import java.sql.SQLException;
import java.util.List;

/**
 * What a server has that has been at work for years: a hundredth as many clients as
 * accounts, and what those accounts have left behind in the meantime.
 */
final class Population {

	/** How many events there are for each account, and how many mails. */
	static final int EVENTS = 3;

	private static final String ACCOUNTS = """
			INSERT INTO account (email, verified_at, verified_by, name, password_hash, enabled, proof_due_at, role, created_at)
			SELECT 'user-' || lpad(n::text, 8, '0') || '@' || (ARRAY['example.com', 'example.org', 'example.net'])[1 + n %% 3],
			    now(), 'code', (ARRAY['Kim', 'Lee', 'Smith', 'García', 'Nguyen'])[1 + n %% 5] || ' ' || n, NULL, n %% 200 <> 0, CASE WHEN n %% 500 = 1 THEN now() END,
			    CASE n %% 50000 WHEN 7 THEN 'viewer' WHEN 8 THEN 'operator' END, now() - n * interval '30 seconds'
			FROM generate_series(1, %d) n
			""";

	private static final String GROUPS = """
			INSERT INTO role (name) SELECT 'role-' || lpad(n::text, 3, '0') FROM generate_series(0, 199) n;
			INSERT INTO account_group (name) SELECT 'group-' || lpad(n::text, 3, '0') FROM generate_series(0, 499) n;
			INSERT INTO group_role SELECT 'group-' || lpad(n::text, 3, '0'), 'role-' || lpad((n % 200)::text, 3, '0')
			    FROM generate_series(0, 499) n;
			SET session_replication_role = replica;
			INSERT INTO account_role SELECT id, 'role-' || lpad((number % 200)::text, 3, '0')
			    FROM (SELECT id, row_number() OVER () AS number FROM account) a WHERE number % 2 = 0;
			INSERT INTO account_role SELECT id, 'role-everybody' FROM account;
			INSERT INTO role (name) VALUES ('role-everybody');
			INSERT INTO group_member SELECT id, 'group-' || lpad((number % 500)::text, 3, '0')
			    FROM (SELECT id, row_number() OVER () AS number FROM account) a WHERE number % 3 = 0;
			INSERT INTO federated_identity (provider, authority, subject, account_id, email)
			    SELECT 'google', 'https://accounts.google.com', 'subject-' || number, id, email
			    FROM (SELECT id, email, row_number() OVER () AS number FROM account) a WHERE number % 2 = 0;
			SET session_replication_role = origin;
			""";

	private static final String CLIENTS = """
			INSERT INTO client (client_id, client_name, client_uri, redirect_uris, grant_types, scopes,
			    token_endpoint_auth_method, managed_by, enabled)
			SELECT 'client-' || lpad(n::text, 6, '0'), 'Application ' || n, 'https://app-' || n || '.example.com',
			    ARRAY['https://app-' || n || '.example.com/callback'], '{authorization_code,refresh_token}',
			    '{openid,profile,email}', 'client_secret_basic', 'api', n %% 100 <> 0
			FROM generate_series(1, %d) n;
			INSERT INTO client_secret (client_id, key_id, hash)
			SELECT client_id, 'benchmark', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
			FROM client WHERE client_id LIKE 'client-%%'
			""";

	private static final String OTHERS = """
			INSERT INTO resource_server (uri, name, managed_by)
			SELECT 'https://api-' || n || '.example.com', 'Resource server ' || n, 'api' FROM generate_series(1, 200) n;
			INSERT INTO resource_scope (name, resource_server)
			SELECT 'scope-' || n || '.' || word, 'https://api-' || n || '.example.com'
			FROM generate_series(1, 200) n, unnest(ARRAY['read', 'write', 'delete']) word;
			INSERT INTO webhook (url, kinds, enabled)
			SELECT 'https://hooks.example.com/' || n, '{account.*}', false FROM generate_series(1, 20) n;
			INSERT INTO webhook_secret (webhook_id, key_id, secret) SELECT id, 'benchmark', decode('00', 'hex') FROM webhook;
			INSERT INTO webhook_delivery (webhook_id, kind, payload, state, attempts, status, created_at)
			SELECT id, 'account.created', '{}', CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'delivered' END, 1, 204,
			    now() - random() * interval '29 days'
			FROM webhook, generate_series(1, 10000) n;
			SET session_replication_role = replica;
			INSERT INTO invitation (email, challenge_id, roles, groups, invited_by, expires_at)
			SELECT 'invited-' || lpad(n::text, 5, '0') || '@example.com', gen_random_uuid(), '{}', '{}', 'admin', now() + interval '7 days'
			FROM generate_series(1, 10000) n;
			SET session_replication_role = origin
			""";

	private static final String SESSIONS = """
			INSERT INTO browser_session (id, idle_seconds, expires_at, principal, source, device)
			SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), 86400, now() + interval '12 hours', id,
			    '192.0.2.1', 'Mozilla/5.0'
			FROM account WHERE email LIKE 'user-%5@%'
			""";

	private static final String EVENT = """
			INSERT INTO audit_event (occurred_at, kind, outcome, reason, account_id, client_id, source, device, detail)
			SELECT now() - random() * interval '365 days', kind, outcome, CASE WHEN outcome = 'success' THEN NULL ELSE 'credentials' END,
			    id, CASE WHEN number %% 3 = 0 THEN 'app' ELSE 'client-' || lpad((1 + number %% 9999)::text, 6, '0') END,
			    '192.0.2.1', 'Mozilla/5.0', '{}'
			FROM (SELECT id, row_number() OVER () AS number FROM account) a, LATERAL (
			    SELECT (ARRAY['sign-in', 'sign-in', 'authorization_code.redeemed', 'address.proved', 'challenge.asked'])[1 + (number + %1$d) %% 5]
			        AS kind, CASE WHEN number %% 20 = %1$d THEN 'refused' ELSE 'success' END AS outcome) happened
			""";

	private static final String MAILS = """
			INSERT INTO mail (template, recipient, locale, state, reason, attempts, created_at, sent_at)
			SELECT (ARRAY['sign-up', 'reset', 'password-changed'])[1 + n %% 3], 'user-' || lpad(n::text, 8, '0') || '@example.com',
			    'en', CASE WHEN n %% 1000 = 0 THEN 'failed' ELSE 'sent' END, CASE WHEN n %% 1000 = 0 THEN '550 no such mailbox' END, 1,
			    now() - random() * interval '29 days', now()
			FROM generate_series(1, %d) n
			""";

	private static final String COUNTS = """
			INSERT INTO statistic
			SELECT hour, kind, label, (random() * 1000)::int
			FROM generate_series(date_trunc('hour', now(), 'UTC') - interval '400 days', date_trunc('hour', now(), 'UTC'),
			    interval '1 hour') hour,
			  unnest(ARRAY['sign-in', 'account.created', 'challenge.asked', 'address.proved', 'challenge.answered',
			    'mail.attempt', 'mail.failed', 'token.issued', 'token.refused', 'response', 'linking.decided', 'consent.granted',
			    'authorization_code.redeemed', 'challenge.expired']) kind,
			  unnest(ARRAY['success', 'refused', 'failure', 'authorization_code']) label
			ON CONFLICT DO NOTHING
			""";

	private final Postgres database;

	private final int accounts;

	Population(Postgres database, int accounts) {
		this.database = database;
		this.accounts = accounts;
	}

	int clients() {
		return this.accounts / 100;
	}

	/**
	 * Writes all of it down, and has the database do now what it would do in the
	 * background later.
	 */
	void write() throws SQLException {
		this.database.run(ACCOUNTS.formatted(this.accounts));
		this.database.run(CLIENTS.formatted(clients()));
		this.database.run(GROUPS);
		this.database.run(OTHERS);
		this.database.run(SESSIONS);
		for (int time = 0; time < EVENTS; time++) {
			this.database.run(EVENT.formatted(time));
		}
		this.database.run(MAILS.formatted(this.accounts));
		this.database.run(COUNTS);
		for (String table : List.of("account", "account_role", "group_member", "federated_identity", "client",
				"client_secret", "browser_session", "audit_event", "mail", "statistic", "daily_statistic",
				"resource_server", "resource_scope", "webhook", "webhook_delivery", "invitation")) {
			this.database.run("VACUUM (ANALYZE) " + table);
		}
		this.database.run("CHECKPOINT");
	}

}

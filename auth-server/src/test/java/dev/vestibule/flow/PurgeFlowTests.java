package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import dev.vestibule.purge.Purge;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the purges take, and what they leave.
 */
class PurgeFlowTests extends FlowTests {

	private final JdbcClient jdbc = NODE.jdbc();

	@Test
	void everyPurgeHasItsIndex() {
		// On tables as small as these, the planner would read them whole otherwise.
		JdbcClient jdbc = JdbcClient
			.create(new DriverManagerDataSource(DATABASE + "&options=-c%20enable_seqscan%3Doff"));
		for (Purge purge : NODE.beans(Purge.class)) {
			List<String> plan = jdbc
				.sql("EXPLAIN SELECT FROM %s WHERE %s < %s ORDER BY %s".formatted(purge.table(), purge.time(),
						purge.before(), purge.time()))
				.query(String.class)
				.list();
			assertThat(plan).as(purge.table() + ": " + plan).anyMatch((line) -> line.contains("Index Cond: "));
		}
	}

	@Test
	void purgeThenAuthorizationsGoWhenNothingCanBeDoneUnderThem() {
		Page live = tokens(this.web, "openid");
		age(live, "created_at = now() - interval '80 days', code_issued_at = now() - interval '80 days', "
				+ "code_expires_at = now() - interval '80 days'");
		Page justRevoked = tokens(this.web, "openid");
		age(justRevoked, "revoked_at = now()");
		Page revoked = tokens(this.web, "openid");
		age(revoked, "revoked_at = now() - interval '61 minutes'");
		Page expired = tokens(this.web, "openid");
		age(expired, "refresh_expires_at = now() - interval '61 minutes', over_on = now() - interval '61 minutes'");
		Page withoutFamily = tokens(new RelyingApp(NODE.url(), "legacy", "legacy-secret"), "openid");
		age(withoutFamily, "code_expires_at = now() - interval '61 minutes'");
		Browser waiting = signedIn(someone());
		assertThat(waiting.get(new RelyingApp(NODE.url(), "asking", "asking-secret").authorizeUrl("openid notes.read"))
			.location()).contains("/consent");
		this.jdbc
			.sql("UPDATE oauth2_authorization SET created_at = now() - interval '61 minutes' WHERE code_hash IS NULL")
			.update();
		purge();
		assertThat(authorizations(live)).isOne();
		assertThat(this.web.refresh(RelyingApp.field(live, "refresh_token")).status()).isEqualTo(200);
		assertThat(authorizations(justRevoked)).isOne();
		for (Page gone : List.of(revoked, expired, withoutFamily)) {
			assertThat(authorizations(gone)).isZero();
		}
		assertThat(this.jdbc.sql("""
				SELECT count(*) FROM oauth2_authorization
				WHERE code_hash IS NULL AND created_at < now() - interval '1 hour'
				""").query(Integer.class).single()).isZero();
	}

	@Test
	void rotateThenNothingThatAnIndexCoversChanges() {
		Page tokens = tokens(this.web, "openid");
		String covered = "SELECT string_agg(pg_get_indexdef(indexrelid), ' ') FROM pg_index "
				+ "WHERE indrelid = 'oauth2_authorization'::regclass";
		String before = row(tokens);
		this.web.refresh(RelyingApp.field(tokens, "refresh_token"));
		assertThat(row(tokens)).isNotEqualTo(before);
		assertThat(this.jdbc.sql("""
				SELECT key FROM json_each_text(:before::json) old JOIN json_each_text(:after::json) new USING (key)
				WHERE old.value <> new.value
				""").param("before", before).param("after", row(tokens)).query(String.class).list()).isNotEmpty()
			.allSatisfy(
					(column) -> assertThat(this.jdbc.sql(covered).query(String.class).single()).doesNotContain(column));
	}

	private String row(Page tokens) {
		return this.jdbc.sql("SELECT row_to_json(o) FROM oauth2_authorization o WHERE account_id = ?::uuid")
			.param(subject(tokens))
			.query(String.class)
			.single();
	}

	@Test
	void logoutWhenAuthorizationIsPurgedThenStillWorks() {
		Browser browser = signedIn(someone());
		Page tokens = this.web.redeem(code(browser, this.web, "openid"));
		age(tokens, "revoked_at = now() - interval '61 minutes'");
		purge();
		assertThat(authorizations(tokens)).isZero();
		Page out = browser.get("/connect/logout?" + Browser.encode(Map.of("id_token_hint",
				RelyingApp.field(tokens, "id_token"), "post_logout_redirect_uri", "https://app.example.com/")));
		assertThat(out.location()).isEqualTo("https://app.example.com/");
		assertThat(browser.get(this.web.authorizeUrl("openid")).location()).endsWith("/login");
	}

	@Test
	void purgeWhenRevokedTokenHasExpiredThenItsRowGoes() {
		String id = UUID.randomUUID().toString();
		this.jdbc.sql("""
				INSERT INTO revoked_access_token VALUES (:id || '-old', now() - interval '61 minutes'),
					(:id || '-young', now() + interval '5 minutes')
				""").param("id", id).update();
		purge();
		assertThat(this.jdbc.sql("SELECT jti FROM revoked_access_token WHERE jti LIKE ? || '%'")
			.param(id)
			.query(String.class)
			.list()).containsExactly(id + "-young");
	}

	@Test
	void purgeWhenMailIsOldThenItsRowGoes() {
		UUID old = UUID.randomUUID();
		UUID young = UUID.randomUUID();
		this.jdbc.sql("""
				INSERT INTO mail (id, template, recipient, locale, state, created_at)
				VALUES (:old, 'sign-up', 'ann@example.com', 'en', 'sent', now() - interval '31 days'),
					(:young, 'sign-up', 'ann@example.com', 'en', 'sent', now() - interval '29 days')
				""").param("old", old).param("young", young).update();
		purge();
		assertThat(this.jdbc.sql("SELECT id FROM mail WHERE id IN (:old, :young)")
			.param("old", old)
			.param("young", young)
			.query(UUID.class)
			.list()).containsExactly(young);
	}

	/**
	 * The node purges as well, each minute: what it is about to delete is passed over
	 * here.
	 */
	private void purge() {
		for (Purge purge : NODE.beans(Purge.class)) {
			Awaitility.await().until(() -> {
				purge.removeBatch(this.jdbc);
				return !this.jdbc
					.sql("SELECT EXISTS (SELECT FROM %s WHERE %s < %s)".formatted(purge.table(), purge.time(),
							purge.before()))
					.query(Boolean.class)
					.single();
			});
		}
	}

	private void age(Page tokens, String change) {
		this.jdbc.sql("UPDATE oauth2_authorization SET " + change + " WHERE account_id = ?::uuid")
			.param(subject(tokens))
			.update();
	}

	private int authorizations(Page tokens) {
		return this.jdbc.sql("SELECT count(*) FROM oauth2_authorization WHERE account_id = ?::uuid")
			.param(subject(tokens))
			.query(Integer.class)
			.single();
	}

	private static String subject(Page tokens) {
		return RelyingApp.claims(RelyingApp.field(tokens, "id_token")).getSubject();
	}

}

package dev.vestibule.flow;

import java.util.UUID;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where an account is signed in, and how that is ended.
 */
class AdminSessionsTests extends FlowTests {

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	private final AdminCaller admin = AdminCaller.cli(NODE);

	private final String email = someone();

	@Test
	void listThenEachBrowserAndWhatWasGrantedInIt() {
		Browser first = signedIn(this.email);
		Page tokens = this.web.redeem(code(first, this.web, "openid"));
		this.people.signIn(browser(), this.email);
		JsonNode sessions = sessions();
		assertThat(sessions.size()).isEqualTo(2);
		String sid = RelyingApp.claims(RelyingApp.field(tokens, "id_token")).getClaim("sid").toString();
		assertThat(sessions).filteredOn((session) -> session.get("sid").asString().equals(sid))
			.singleElement()
			.satisfies((session) -> {
				assertThat(session.get("clients").get(0).asString()).isEqualTo("web");
				assertThat(session.get("source").asString()).isEqualTo("127.0.0.1");
				assertThat(session.get("device").asString()).contains("Mozilla");
				assertThat(session.get("expires_at").asLong()).isGreaterThan(session.get("used_at").asLong());
			});
		assertThat(first.cookies()).noneMatch((cookie) -> sessions.toString().contains(cookie.getValue()));
	}

	@Test
	void endThenThatBrowserIsNobodysAtEveryNodeAndTheOtherIsNot() {
		Browser first = signedIn(this.email);
		Page tokens = this.web.redeem(code(first, this.web, "openid"));
		String id = sessions().get(0).get("id").asString();
		Browser other = browser();
		this.people.signIn(other, this.email);
		Page others = this.web.redeem(code(other, this.web, "openid"));
		assertThat(this.admin.delete("/sessions/" + id).status()).isEqualTo(204);
		withinASecond(() -> {
			assertThat(first.get(this.web.authorizeUrl("openid")).location()).doesNotContain("code=");
			assertInvalidGrant(new RelyingApp(SIBLING.node().url(), "web", "web-secret")
				.refresh(RelyingApp.field(tokens, "refresh_token")));
		});
		assertThat(this.web.refresh(RelyingApp.field(others, "refresh_token")).status()).isEqualTo(200);
		assertThat(code(other, this.web, "openid")).isNotEmpty();
		assertThat(this.admin.delete("/sessions/" + id).status()).isEqualTo(404);
		assertThat(sessions().size()).isEqualTo(1);
	}

	@Test
	void listWhenSignedOutEverywhereThenNone() {
		signedIn(this.email);
		this.admin.post("/accounts/" + account() + "/sign-out");
		assertThat(sessions().size()).isZero();
	}

	@Test
	void listWhenAccountIsMissingOrUnknownThenSaysSo() {
		assertThat(AdminCaller.flaws(this.admin.get("/sessions"))).containsExactly("account");
		assertThat(AdminCaller.flaws(this.admin.get("/sessions?account=x"))).containsExactly("account");
		assertThat(this.admin.get("/sessions?account=" + UUID.randomUUID()).status()).isEqualTo(404);
		assertThat(this.admin.delete("/sessions/" + "0".repeat(64)).status()).isEqualTo(404);
	}

	private JsonNode sessions() {
		return RelyingApp.json(this.admin.get("/sessions?account=" + account())).get("sessions");
	}

	private String account() {
		return RelyingApp.json(this.admin.get("/accounts?email=" + this.email)).at("/accounts/0/id").asString();
	}

}

package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuditFlowTests extends SignInFlowTests {

	private final String email = someone();

	private final Browser browser = browser();

	@Test
	void signUpForAClientThenEachStepIsRecordedWithWhoAndWhence() {
		this.browser.visit(this.web.authorizeUrl("openid"));
		signUp(this.browser, this.email);
		String code = code(this.email, 1);
		type(this.browser, notThe(code));
		type(this.browser, code);
		List<Map<String, Object>> events = NODE.jdbc().sql("""
				SELECT kind, outcome, reason, client_id, source, device FROM audit_event
				WHERE detail ->> 'challenge' = (SELECT id::text FROM challenge WHERE email = ?) ORDER BY id
				""").param(this.email).query().listOfRows();
		assertThat(events).extracting((event) -> event.get("kind") + " " + event.get("outcome"))
			.containsExactly("challenge.asked success", "challenge.answered refused", "address.proved success");
		assertThat(events).allSatisfy((event) -> assertThat(event).containsEntry("client_id", "web")
			.containsEntry("source", "127.0.0.1")
			.hasEntrySatisfying("device", (device) -> assertThat(device.toString()).contains("Chrome")));
		assertThat(ofAccount("sign-in")).containsExactly("web");
		assertThat(ofAccount("account.created")).containsExactly("web");
	}

	private List<String> ofAccount(String kind) {
		return NODE.jdbc().sql("""
				SELECT e.client_id FROM audit_event e JOIN account a ON a.id = e.account_id
				WHERE a.email = ? AND e.kind = ?
				""").param(this.email).param(kind).query(String.class).list();
	}

}

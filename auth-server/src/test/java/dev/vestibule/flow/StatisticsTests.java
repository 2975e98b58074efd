package dev.vestibule.flow;

import java.time.Instant;
import java.util.Map;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often what happened, as the admin API tells it.
 */
class StatisticsTests extends FlowTests {

	private final AdminCaller admin = AdminCaller.cli(NODE, "admin.read");

	@Test
	void statisticsThenWhatHappensIsCountedWithinSeconds() {
		long accounts = count("account.created", "success");
		long proofs = count("address.proved", "success");
		long signIns = count("sign-in", "refused");
		long codes = count("token.issued", "authorization_code");
		long services = count("token.issued", "client_credentials");
		long refused = count("token.refused", "401");
		long mails = count("mail.attempt", "sent");
		String email = someone();
		this.web.redeem(code(signedIn(email), this.web, "openid"));
		browser().submit("/login", Map.of("username", email, "password", "not the password at all"));
		RelyingApp service = new RelyingApp(NODE.url(), "service", "service-secret");
		service.token(Map.of("grant_type", "client_credentials"));
		service.token(Map.of("grant_type", "client_credentials"));
		new RelyingApp(NODE.url(), "service", "wrong").token(Map.of("grant_type", "client_credentials"));
		Awaitility.await().untilAsserted(() -> {
			assertThat(count("account.created", "success")).isGreaterThan(accounts);
			assertThat(count("address.proved", "success")).isGreaterThan(proofs);
			assertThat(count("sign-in", "refused")).isGreaterThan(signIns);
			assertThat(count("token.issued", "authorization_code")).isGreaterThan(codes);
			assertThat(count("token.issued", "client_credentials")).isGreaterThan(services + 1);
			assertThat(count("token.refused", "401")).isGreaterThan(refused);
			assertThat(count("mail.attempt", "sent")).isGreaterThan(mails);
		});
	}

	@Test
	void statisticsWhenByDayThenWholeDaysOfUtc() {
		NODE.jdbc()
			.sql("""
					INSERT INTO statistic SELECT '2001-02-03T00:00Z'::timestamptz + hour * interval '1 hour', 'test.counted',
					    'success', 2 FROM generate_series(0, 30) hour
					""")
			.update();
		Instant noon = Instant.parse("2001-02-03T12:00:00Z");
		JsonNode days = RelyingApp.json(this.admin.get("/statistics?by=day&kind=test.counted&from=%d&to=%d"
			.formatted(noon.getEpochSecond(), noon.getEpochSecond() + 86_400)));
		assertThat(days.get("from").asString()).isEqualTo("2001-02-03T00:00:00Z");
		assertThat(days.get("to").asString()).isEqualTo("2001-02-05T00:00:00Z");
		assertThat(days.at("/counts/0/count").asLong()).isEqualTo(48);
		assertThat(days.at("/counts/1/count").asLong()).isEqualTo(14);
		assertThat(days.get("counts")).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "by=week, by", "from=x, from", "to=-1, to", "from=2000000000&to=1, from", "by=hour&from=0, from",
			"kind=%E2%80%AE, kind", "who=me, who" })
	void attack26WhenParameterIsBadThenNamed(String query, String field) {
		Page refused = this.admin.get("/statistics?" + query);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(AdminCaller.flaws(refused)).containsExactly(field);
	}

	private long count(String kind, String label) {
		long count = 0;
		for (JsonNode each : RelyingApp.json(this.admin.get("/statistics?kind=" + kind)).get("counts")) {
			if (each.get("label").asString().equals(label)) {
				count += each.get("count").asLong();
			}
		}
		return count;
	}

}

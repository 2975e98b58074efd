package dev.vestibule.flow;

import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a resource server may demand of the tokens that are for it, and learn of them.
 */
class ResourceServerTests extends FlowTests {

	private final RelyingApp reader = new RelyingApp(NODE.url(), "ledger-reader", "ledger-reader-secret-of-32-letters");

	private final RelyingApp ledger = new RelyingApp(NODE.url(), "ledger-api", "ledger-api-secret-of-32-letters-");

	@Test
	void tokenThenAsTheResourceServerDemands() throws Exception {
		SignedJWT token = SignedJWT.parse(RelyingApp.field(ask("ledger.read", Node.LEDGER), "access_token"));
		assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
		assertThat(lifetime(token)).isEqualTo(Duration.ofMinutes(2));
		SignedJWT other = SignedJWT.parse(RelyingApp.field(ask("notes.read", Node.API), "access_token"));
		assertThat(other.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
		assertThat(lifetime(other)).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void tokenWhenForTwoThenTheShorterLife() throws Exception {
		Page both = this.reader.post("/oauth2/token",
				Map.of("grant_type", "client_credentials", "scope", "ledger.read notes.read"));
		SignedJWT token = SignedJWT.parse(RelyingApp.field(both, "access_token"));
		assertThat(token.getJWTClaimsSet().getAudience()).containsExactlyInAnyOrder(Node.LEDGER, Node.API);
		assertThat(lifetime(token)).isEqualTo(Duration.ofMinutes(2));
	}

	@Test
	void introspectWhenResourceServerThenOnlyItsOwnTokens() {
		String own = RelyingApp.field(ask("ledger.read", Node.LEDGER), "access_token");
		String others = RelyingApp.field(ask("notes.read", Node.API), "access_token");
		assertThat(CodeFlowTests.introspect(this.ledger, own).get("scope").asString()).isEqualTo("ledger.read");
		assertThat(CodeFlowTests.introspect(this.ledger, others).get("active").asBoolean()).isFalse();
	}

	private Page ask(String scope, String resource) {
		return this.reader.post("/oauth2/token",
				Map.of("grant_type", "client_credentials", "scope", scope, "resource", resource));
	}

	private static Duration lifetime(SignedJWT token) throws ParseException {
		return Duration.between(token.getJWTClaimsSet().getIssueTime().toInstant(),
				token.getJWTClaimsSet().getExpirationTime().toInstant());
	}

}

package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.vestibule.LogRecorder;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks 39 and 40 while two nodes are busy with whole flows, each of which goes from
 * the one to the other.
 */
class TwoNodeSecretsTests extends WireSecretsTests {

	private static final int FLOWS = 12;

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	@Test
	void attack39WhenDatabaseOfTwoBusyNodesIsDumpedThenNothingThatWasSeenOnTheWire() {
		List<Map<String, String>> seen = load();
		assertNoneIn(new Haystack(dump()), seen);
	}

	@Test
	void attack40WhenTwoBusyNodesLogAllThenNothingThatWasSeenOnTheWire() throws Exception {
		List<Map<String, String>> seen = new ArrayList<>();
		List<String> lines = LogRecorder.record(() -> seen.addAll(load()));
		assertThat(lines).hasSizeGreaterThan(100 * FLOWS);
		assertNoneIn(new Haystack(String.join("\n", lines)), seen);
	}

	private static void assertNoneIn(Haystack haystack, List<Map<String, String>> seen) {
		assertThat(seen).hasSize(FLOWS);
		seen.forEach((secrets) -> assertThat(secrets).allSatisfy((name, secret) -> {
			assertThat(secret).as(name).hasSizeGreaterThan(15);
			assertThat(haystack.holds(secret)).as(name).isFalse();
		}));
	}

	private List<Map<String, String>> load() {
		return SIBLING.inParallel(FLOWS,
				(node, number) -> flow(node, (node == NODE) ? SIBLING.node() : NODE, "load-" + someone().hashCode()));
	}

	/**
	 * What is seen on the wire, but for the six digits, which stand in many lines by
	 * chance.
	 */
	private Map<String, String> flow(Node one, Node other, String clientId) {
		Map<String, String> secrets = new TreeMap<>();
		Browser browser = signUp(one, other, secrets);
		String secret = one.bean(Clients.class)
			.register(ClientMetadata.read(Map.of("client_id", clientId, "redirect_uris",
					List.of(RelyingApp.REDIRECT_URI), "grant_types", List.of("authorization_code", "refresh_token"),
					"scope", "openid email", "require_consent", false), Set.of()), "test")
			.orElseThrow()
			.secret();
		secrets.put("client secret", String.valueOf(secret));
		RelyingApp there = new RelyingApp(other.url(), clientId, secrets.get("client secret"));
		secrets.put("authorization code", code(browser, there, "openid email"));
		Page tokens = new RelyingApp(one.url(), clientId, secrets.get("client secret"))
			.redeem(secrets.get("authorization code"));
		secrets.put("access token", RelyingApp.field(tokens, "access_token"));
		secrets.put("ID token", RelyingApp.field(tokens, "id_token"));
		secrets.put("refresh token", RelyingApp.field(tokens, "refresh_token"));
		assertThat(there.userInfo(secrets.get("access token")).status()).isEqualTo(200);
		secrets.put("successor", RelyingApp.field(there.refresh(secrets.get("refresh token")), "refresh_token"));
		RelyingApp changed = new RelyingApp(one.url(), clientId, replaceSecret(one, clientId, secrets));
		assertThat(CodeFlowTests.introspect(changed, secrets.get("access token")).get("active").asBoolean()).isTrue();
		secrets.put("its successor", RelyingApp.field(changed.refresh(secrets.get("successor")), "refresh_token"));
		assertThat(changed.post("/oauth2/revoke", Map.of("token", secrets.get("its successor"))).status())
			.isEqualTo(200);
		authenticateByKey(other, secrets);
		return secrets;
	}

	private Browser signUp(Node one, Node other, Map<String, String> secrets) {
		String email = someone();
		Browser pending = new Browser(one.url());
		signUp(pending, email);
		secrets.put("cookie of a pending sign-up", cookie(pending));
		secrets.put("mailed link", token(link(email, 1)));
		pending.post(other.url() + "/verify", Map.of("code", code(email, 1), "_csrf", pending.csrf("/verify")));
		secrets.put("cookie after signing up", cookie(pending));
		Browser browser = new Browser(other.url());
		assertThat(this.people.signIn(browser, email).status()).isEqualTo(303);
		secrets.put("cookie after signing in", cookie(browser));
		secrets.put("password", People.PASSWORD);
		return browser;
	}

	private static String replaceSecret(Node node, String clientId, Map<String, String> secrets) {
		RelyingApp cli = new RelyingApp(node.url(), "admin-cli", "admin-cli-secret");
		secrets.put("secret of the settings", "admin-cli-secret");
		secrets.put("administrator's token", RelyingApp
			.field(cli.token(Map.of("grant_type", "client_credentials", "scope", "admin")), "access_token"));
		Page replaced = new Browser(node.url()).post("/admin/api/clients/" + clientId + "/secret", Map.of(),
				"Authorization", "Bearer " + secrets.get("administrator's token"));
		secrets.put("client's next secret", RelyingApp.field(replaced, "client_secret"));
		return secrets.get("client's next secret");
	}

	private static void authenticateByKey(Node node, Map<String, String> secrets) {
		OctetKeyPair key = PrivateKeyApp.ed25519Key("load");
		PrivateKeyApp app = PrivateKeyApp.register("jwks", new JWKSet(key.toPublicJWK()).toJSONObject(), key).at(node);
		secrets.put("client's private key", key.getD().toString());
		secrets.put("assertion", app.assertion());
		Page token = app.token(secrets.get("assertion"));
		secrets.put("access token by an assertion", RelyingApp.field(token, "access_token"));
	}

}

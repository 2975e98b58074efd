package dev.vestibule.flow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The SQL statements of a request, once what is remembered has been read.
 */
class RequestCostTests extends FlowTests {

	private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials", "scope",
			"notes.read notes.write");

	private final RelyingApp service = new RelyingApp(NODE.url(), "service", "service-secret");

	@Test
	void tokenWhenClientCredentialsThenNoStatement() {
		this.service.token(CLIENT_CREDENTIALS);
		assertThat(during(() -> this.service.token(CLIENT_CREDENTIALS))).isEmpty();
	}

	@Test
	void tokenWhenRefreshedThenOneWriteAndNoRead() {
		Page first = this.web.refresh(RelyingApp.field(tokens(this.web, "openid email notes.read"), "refresh_token"));
		List<String> statements = during(() -> this.web.refresh(RelyingApp.field(first, "refresh_token")));
		assertThat(statements).satisfiesExactly((sql) -> assertThat(sql).startsWith("UPDATE oauth2_authorization"),
				(sql) -> assertThat(sql).isEqualTo(Statements.COMMIT));
	}

	@Test
	void tokenWhenCodeRedeemedThenOneCommit() {
		tokens(this.web, "openid email");
		String code = code(signedIn(someone()), this.web, "openid email notes.read");
		List<String> statements = during(() -> this.web.redeem(code));
		assertThat(statements).filteredOn((sql) -> sql.startsWith("SELECT")).hasSizeLessThanOrEqualTo(2);
		assertThat(statements).filteredOn((sql) -> !sql.startsWith("SELECT"))
			.satisfiesExactly((sql) -> assertThat(sql).startsWith("UPDATE oauth2_authorization"),
					(sql) -> assertThat(sql).startsWith("INSERT INTO audit_event"),
					(sql) -> assertThat(sql).isEqualTo(Statements.COMMIT));
	}

	@Test
	void userInfoThenOneRead() {
		String access = RelyingApp.field(tokens(this.web, "openid email"), "access_token");
		this.web.userInfo(access);
		assertThat(during(() -> this.web.userInfo(access))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/jwks", "/.well-known/openid-configuration",
			"/.well-known/oauth-authorization-server" })
	void publishedWhenSignedInBrowserAsksThenNoStatement(String path) {
		Browser browser = signedIn(someone());
		browser.get(path);
		assertThat(during(() -> browser.get(path))).isEmpty();
	}

	@Test
	void tokenWhenSessionsCookieIsSentThenNotReadAndNotAnswered() {
		Browser browser = signedIn(someone());
		String basic = "Basic "
				+ Base64.getEncoder().encodeToString("service:service-secret".getBytes(StandardCharsets.UTF_8));
		Map<String, String> introspection = new TreeMap<>(
				Map.of("token", RelyingApp.field(this.service.token(CLIENT_CREDENTIALS), "access_token")));
		for (String path : List.of("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
			introspection.putAll(CLIENT_CREDENTIALS);
			List<String> statements = NODE.statements().during(() -> {
				Page page = browser.post(path, introspection, "Authorization", basic);
				assertThat(page.status()).isEqualTo(200);
				assertThat(page.header("Set-Cookie")).isEmpty();
				assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
				assertThat(page.header("Cache-Control")).contains("no-store");
			});
			assertThat(statements).as(path).noneMatch((sql) -> sql.toLowerCase().contains("browser_session"));
		}
		assertThat(NODE.statements().during(() -> browser.get("/admin/api/clients"))).isEmpty();
	}

	/**
	 * By a person on a device that the account knows, whose session before is over.
	 */
	@Test
	void loginWhenFromAuthorizationRequestToTokensThenEightRowsInFourCommits() {
		String email = someone();
		Browser browser = signedIn(email);
		logIn(browser, email, new ArrayList<>());
		List<String> statements = new ArrayList<>();
		logIn(browser, email, statements);
		assertThat(statements.stream().filter((sql) -> sql.matches("(INSERT|UPDATE|DELETE|WITH) .*"))).satisfiesExactly(
				(sql) -> assertThat(sql).contains("INSERT INTO limit_count"),
				(sql) -> assertThat(sql).startsWith("DELETE FROM limit_count"),
				(sql) -> assertThat(sql).contains("INSERT INTO known_device"),
				(sql) -> assertThat(sql).startsWith("INSERT INTO audit_event"),
				(sql) -> assertThat(sql).startsWith("INSERT INTO browser_session"),
				(sql) -> assertThat(sql).startsWith("INSERT INTO oauth2_authorization"),
				(sql) -> assertThat(sql).startsWith("UPDATE oauth2_authorization"),
				(sql) -> assertThat(sql).startsWith("INSERT INTO audit_event"));
		// The count, before anything is compared, and the code commit by themselves.
		assertThat(statements).filteredOn(Statements.COMMIT::equals).hasSize(2);
		assertThat(statements).filteredOn((sql) -> sql.startsWith("SELECT")).hasSizeLessThanOrEqualTo(7);
	}

	private void logIn(Browser browser, String email, List<String> statements) {
		browser.post("/logout", Map.of("_csrf", browser.csrf("/")));
		String request = this.web.authorizeUrl("openid email profile");
		assertThat(NODE.statements().during(() -> assertThat(browser.visit(request).status()).isEqualTo(200)))
			.as("nobody's requests")
			.isEmpty();
		Map<String, String> form = Map.of("username", email, "password", People.PASSWORD, "_csrf",
				browser.csrf("/login"));
		String[] code = new String[1];
		statements.addAll(NODE.statements().during(() -> {
			Page signedIn = browser.post("/login", form);
			code[0] = browser.get(signedIn.location()).parameter("code");
		}));
		statements.addAll(during(() -> this.web.redeem(code[0])));
	}

	private static List<String> during(Supplier<Page> request) {
		return NODE.statements().during(() -> assertThat(request.get().status()).isEqualTo(200));
	}

}

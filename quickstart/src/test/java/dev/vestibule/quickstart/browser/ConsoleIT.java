package dev.vestibule.quickstart.browser;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.vestibule.quickstart.administrator.Administrator;
import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Response;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client from its registration to its end, by the console alone.
 */
@BrowserTest
class ConsoleIT {

	/** RFC 7636, appendix B. */
	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	private static final Map<String, String> NAMES = Map.of("en", "Bookshop", "ko", "동네 책방");

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void clientWhenRegisteredThenPeopleSignInUntilItIsDeleted(String language, World world, Visitor admin, Visitor ada)
			throws Exception {
		Screens screens = new Screens(language);
		BlockingQueue<Parameters> answers = new LinkedBlockingQueue<>();
		try (LoopbackServer party = LoopbackServer.start(0, (request) -> {
			answers.add(request.query());
			return Response.text(200, "Thank you.");
		})) {
			String callback = "http://127.0.0.1:%d/callback".formatted(party.port());
			enter(admin.speaking(language), world);
			admin.find("main .head a").click();
			assertThat(admin.find(".kinds li")).hasCount(5);
			screens.take(admin, "console-kinds");
			admin.find("a[href$='/new/web']").click();
			screens.take(admin, "console-new");
			admin.fill("redirect_uris", "https://*.example.com/callback\nhttp://shop.example.com/callback");
			admin.find("main form button").click();
			assertThat(admin.find("#redirect_uris-error span")).hasCount(2);
			assertThat(admin.find("#client_name-error")).isVisible();
			screens.take(admin, "console-new-refused");
			admin.fill("client_name", NAMES.get(language));
			admin.fill("redirect_uris", callback);
			admin.find("main form button").click();
			String id = admin.find("code#client_id").textContent();
			String secret = admin.find("#client_secret").inputValue();
			screens.take(admin, "console-created");

			String request = world.auth("/oauth2/authorize?") + request(id, callback).encode();
			ada.open(request);
			ada.find("main a[href='/signup']").click();
			ada.fillSignUp(ada.email(), ada.name(), Visitor.PASSWORD);
			ada.typeMailedCode();
			assertThat(ada.find("main")).containsText(NAMES.get(language));
			ada.allow();
			Parameters answer = answers.poll(20, TimeUnit.SECONDS);
			assertThat(answer).isNotNull();
			assertThat(redeem(world, id, secret, callback, answer.get("code")).status()).isEqualTo(200);

			admin.find("main .buttons a.primary").click();
			screens.take(admin, "console-client");
			admin.find("a[href$='/secret']").click();
			screens.take(admin, "console-secret");
			admin.submit("previous_secret_expires_in");
			String next = admin.find("#client_secret").inputValue();
			assertThat(next).isNotEqualTo(secret);
			screens.take(admin, "console-secret-replaced");
			for (String each : new String[] { secret, next }) {
				assertThat(redeem(world, id, each, callback, "x").json().get("error").asString())
					.isEqualTo("invalid_grant");
			}
			conflict(world, screens, language, admin, id);
			disable(world, screens, admin, id);
			assertThat(redeem(world, id, next, callback, "x").status()).isEqualTo(401);
			delete(world, screens, admin, id);
			ada.open(request);
			assertThat(ada.find("main")).containsText("The service that sent you here is not known to this server.");
		}
		screens.assertNoBarriers();
	}

	private static void conflict(World world, Screens screens, String language, Visitor admin, String id) {
		admin.open(world.auth("/admin/clients/" + id + "/edit"));
		screens.take(admin, "console-edit");
		world.update("UPDATE client SET client_name = ?, client_uri = 'https://books.example/' WHERE client_id = ?",
				NAMES.get(language) + " 2", id);
		admin.fill("client_name", NAMES.get(language) + " 3");
		admin.submit("version");
		assertThat(admin.find("table.both tbody tr")).hasCount(2);
		screens.take(admin, "console-conflict");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
		assertThat(admin.find("h1")).hasText(NAMES.get(language) + " 3");
		assertThat(admin.find("main")).containsText("https://books.example/");
	}

	private static void disable(World world, Screens screens, Visitor admin, String id) {
		admin.find("a[href$='/disable']").click();
		screens.take(admin, "console-disable");
		admin.find("main form button").click();
		assertThat(admin.find("form[action$='/enable']")).isVisible();
		screens.take(admin, "console-client-disabled");
	}

	private static void delete(World world, Screens screens, Visitor admin, String id) {
		admin.open(world.auth("/admin/clients?q=" + id));
		assertThat(admin.find(".list tbody tr")).hasCount(1);
		admin.open(world.auth("/admin/clients"));
		screens.take(admin, "console-clients");
		admin.find("a[href='/admin/clients/" + id + "']").click();
		admin.find("a[href$='/delete']").click();
		screens.take(admin, "console-delete");
		admin.submit("version");
		assertThat(admin.find("[role=status]")).isVisible();
		admin.open(world.auth("/admin/clients?q=" + id));
		assertThat(admin.find(".list")).hasCount(0);
		screens.take(admin, "console-clients-none");
	}

	@Test
	void consoleWhenWithoutScriptThenAServiceIsRegisteredByKeyboardAndWorks(World world, @NoScript Visitor admin) {
		enter(admin, world);
		admin.tabTo("main .head a");
		admin.page().keyboard().press("Enter");
		admin.tabTo("a[href$='/new/service']");
		admin.page().keyboard().press("Enter");
		admin.tabTo("#client_name");
		admin.page().keyboard().type("Night job");
		admin.tabTo("input[value='notes.read']");
		admin.page().keyboard().press("Space");
		admin.page().keyboard().press("Enter");
		String id = admin.find("code#client_id").textContent();
		String secret = admin.find("#client_secret").inputValue();
		assertThat(Clients.token(world, id, secret, "notes.read")).isNotEmpty();
		admin.find("summary").last().click();
		assertThat(admin.find("details pre").last()).containsText(world.auth("/oauth2/token") + " -u \"" + id);
		admin.open(world.auth("/admin/clients/" + id + "/delete"));
		admin.submit("version");
		Awaitility.await()
			.until(() -> Http
				.postForm(world.auth("/oauth2/token"), id, secret,
						new Parameters(Map.of("grant_type", "client_credentials")))
				.status() == 401);
	}

	@Test
	void consoleWhenNoAdministratorThenRefused(World world, Visitor ada) {
		Screens screens = new Screens("en");
		ada.arrive();
		ada.open(world.auth("/admin"));
		assertThat(ada.find("main")).containsText("Only administrators");
		screens.take(ada, "console-forbidden");
		screens.assertNoBarriers();
	}

	static void enter(Visitor admin, World world) {
		Administrator administrator = world.quickstart().administrator();
		admin.called(administrator.email()).open(world.auth("/admin"));
		admin.signIn(administrator.password());
		admin.assertAt(world.auth("/admin"));
	}

	private static Parameters request(String id, String callback) {
		return new Parameters(Map.of("response_type", "code", "client_id", id, "redirect_uri", callback, "scope",
				"openid email", "code_challenge", CHALLENGE, "code_challenge_method", "S256"));
	}

	private static Http redeem(World world, String id, String secret, String callback, String code) {
		return Http.postForm(world.auth("/oauth2/token"), id, secret, new Parameters(Map.of("grant_type",
				"authorization_code", "code", code, "redirect_uri", callback, "code_verifier", VERIFIER)));
	}

}

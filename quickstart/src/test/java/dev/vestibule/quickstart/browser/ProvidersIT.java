package dev.vestibule.quickstart.browser;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import dev.vestibule.standin.Microsoft;
import dev.vestibule.standin.OpenIdStandIn;
import dev.vestibule.standin.StandIn;
import dev.vestibule.standin.StandIn.Reply;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * Logging in with every kind of provider, as each answers on the wire; with those that no
 * preset knows, by configuration alone.
 */
@BrowserTest
class ProvidersIT {

	static final List<String> ALL = List.of("google", "apple", "microsoft", "facebook", "github", "x", "kakao", "naver",
			"oidc", "oauth2");

	static final List<String> OPEN_ID = List.of("google", "apple", "microsoft", "oidc");

	/** Of the others nothing but our own proof counts anyway. */
	static final List<String> SAYING_WHETHER_VERIFIED = List.of("google", "apple", "microsoft", "github", "kakao",
			"oidc");

	private static final Map<String, Consumer<OpenIdStandIn>> FORGERIES = Map.of("nonce",
			(provider) -> provider.claims((claims) -> claims.claim("nonce", "another")), "no nonce",
			(provider) -> provider.claims((claims) -> claims.claim("nonce", null)), "aud",
			(provider) -> provider.claims((claims) -> claims.audience("another-client")), "iss",
			(provider) -> provider.claims((claims) -> claims.issuer("https://evil.example")), "key",
			OpenIdStandIn::signsWithForeignKey);

	@BeforeAll
	static void open(World world) {
		world.standIns().open(world, ALL);
	}

	@AfterAll
	static void withdraw(World world) {
		world.standIns().withdraw(world, ALL);
	}

	@AfterEach
	void repair(World world) {
		ALL.forEach((preset) -> world.standIns().get(preset).repair());
	}

	@ParameterizedTest
	@FieldSource("ALL")
	void loginThenJwtAndProtectedResourceOnceTheAddressIsProved(String preset, World world, Visitor ada) {
		begin(ada, preset);
		ada.introduce();
		ada.assertAt(world.auth("/verify"));
		ada.assertNothingGained();
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
		ada.assertApiAnswers();
	}

	@ParameterizedTest
	@FieldSource("ALL")
	void loginWhenCancelledThenOtherWaysAreOffered(String preset, World world, Visitor ada) {
		begin(ada, preset);
		ada.cancelAtProvider();
		assertSaid(ada, world, "You stopped signing in with");
	}

	@ParameterizedTest
	@FieldSource("ALL")
	void loginWhenNoAddressIsGivenThenAskedForOne(String preset, World world, Visitor ada) {
		begin(ada, preset);
		ada.introduceWith("");
		ada.assertAt(world.auth("/signup/address"));
		ada.assertNothingGained();
	}

	@ParameterizedTest
	@FieldSource("SAYING_WHETHER_VERIFIED")
	void loginWhenAddressIsNotVerifiedThenNothingGained(String preset, World world, Visitor ada) {
		begin(ada, preset);
		ada.fill("verified", "false");
		ada.introduce();
		// An address that GitHub has not verified is none.
		ada.assertAt(world.auth(preset.equals("github") ? "/signup/address" : "/verify"));
		ada.assertNothingGained();
	}

	@ParameterizedTest
	@FieldSource("ALL")
	void loginWhenCodeOrTokenIsRefusedOrBrokenThenSaid(String preset, World world, Visitor ada) {
		StandIn provider = world.standIns().get(preset);
		ada.startLogin();
		provider.fails(provider.tokenPath(), provider.codeRefused());
		assertFails(ada, world, preset);
		provider.fails(provider.lastPath(), provider.lastRefused());
		provider.fails(provider.tokenPath(), Reply.json(200, "{\"access_token\":\"x\",\"token_type\":\"bearer\"}"));
		assertFails(ada, world, preset);
	}

	@ParameterizedTest
	@FieldSource("OPEN_ID")
	void attack28WhenIdTokenIsNotForThisLoginThenNothingGained(String preset, World world, Visitor mallory) {
		OpenIdStandIn provider = (OpenIdStandIn) world.standIns().get(preset);
		mallory.startLogin();
		FORGERIES.values().forEach((forgery) -> {
			provider.repair();
			forgery.accept(provider);
			assertFails(mallory, world, preset);
		});
		mallory.assertNothingGained();
	}

	@Test
	void attack28WhenMicrosoftsKeyIsOfAnotherTenantThenNothingGained(World world, Visitor mallory) {
		((Microsoft) world.standIns().get("microsoft")).signsWithKeyOfPersonalAccounts(true);
		mallory.startLogin();
		assertFails(mallory, world, "microsoft");
		mallory.assertNothingGained();
	}

	@Test
	void loginWhenTheApplicationNamesTheProviderThenThereAtOnce(World world, Visitor ada) {
		ada.open(ada.redirect(world.demo("/oauth2/authorization/vestibule")) + "&idp_hint=" + StandIns.id("kakao"));
		assertThat(ada.find("h1")).hasText("Simulated kakao");
		ada.introduce();
		ada.typeMailedCode();
		ada.allow();
		ada.assertLoggedIn();
	}

	private static void begin(Visitor visitor, String preset) {
		visitor.startLogin();
		visitor.choose(StandIns.id(preset));
	}

	/** From the login page, and back to it. */
	private static void assertFails(Visitor visitor, World world, String preset) {
		visitor.choose(StandIns.id(preset));
		visitor.introduce();
		assertSaid(visitor, world, "did not confirm who you are");
	}

	private static void assertSaid(Visitor visitor, World world, String what) {
		visitor.assertAt(world.auth("/login"));
		assertThat(visitor.find("[role=alert]")).containsText(what);
		assertThat(visitor.find("[name=password]")).isVisible();
	}

}

package dev.vestibule.flow;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds besides for every preset that speaks OAuth 2 and has an API of its own.
 */
abstract class OAuth2PresetTests extends PresetTests {

	OAuth2PresetTests(String preset) {
		super(preset);
	}

	/** The path of the API that says who it is. */
	abstract String profilePath();

	/** Its answer. */
	abstract String profile(Person person);

	/** The token endpoint's answer. */
	String tokens(Call call) {
		return "{\"access_token\":\"%s\",\"token_type\":\"bearer\",\"expires_in\":3600}".formatted(call.accessToken());
	}

	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, SECRET, false);
	}

	@Override
	String lastPath() {
		return profilePath();
	}

	@Override
	String authority() {
		return this.provider.url();
	}

	@Override
	Map<String, String> settings() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("authorization_uri", this.provider.url() + "/authorize");
		settings.put("token_uri", this.provider.url() + tokenPath());
		settings.put("user_info_uri", this.provider.url() + profilePath());
		// None of them says so; an administrator may.
		settings.put("issuer", this.provider.url());
		return settings;
	}

	@BeforeAll
	void answer() {
		this.provider.on(tokenPath(), (call) -> isRedeemed(call) ? Reply.json(200, tokens(call)) : codeRefused());
		this.provider.on(profilePath(), (call) -> Reply.json(200, profile(call.person())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "", "\"Ann\"", "{\"id\":null}", "{\"id\":{}}", "{\"id\":\"\"}",
			"{\"id\":true}", "{\"id\":1.5}", "{\"id\":\"a b\"}" })
	void signInWhenAnswerSaysNobodyThenSaid(String profile) {
		this.provider.fails(profilePath(), Reply.json(200, profile));
		Browser browser = browser();
		assertThat(signIn(browser, someoneThere(someone())).header("Location"))
			.isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
	}

	@Test
	void attack3WhenProfileHasFieldsThatWouldBeTrustedElsewhereThenNotTrusted() {
		String victim = victim();
		Browser attacker = browser();
		Person mallory = someoneThere(victim);
		String profile = profile(mallory).strip();
		this.provider.fails(profilePath(), Reply.json(200, profile.substring(0, profile.length() - 1)
				+ ",\"verified\":true,\"email_verified\":true,\"hd\":\"example.com\",\"email_trusted\":true}"));
		assertThat(signIn(attacker, mallory).header("Location")).isIn("/verify", "/signup/address");
		assertNotSignedIn(attacker, victim);
		assertThat(identity(mallory)).isEmpty();
	}

}

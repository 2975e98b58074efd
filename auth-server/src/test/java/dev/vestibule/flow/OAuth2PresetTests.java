package dev.vestibule.flow;

import dev.vestibule.standin.OAuth2StandIn;
import dev.vestibule.standin.StandIn.Person;
import dev.vestibule.standin.StandIn.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds besides for every preset that speaks OAuth 2 and has an API of its own.
 */
abstract class OAuth2PresetTests<P extends OAuth2StandIn> extends PresetTests<P> {

	OAuth2PresetTests(P provider) {
		super(provider);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "[]", "null", "", "\"Ann\"", "{\"id\":null}", "{\"id\":{}}", "{\"id\":\"\"}",
			"{\"id\":true}", "{\"id\":1.5}", "{\"id\":\"a b\"}" })
	void signInWhenAnswerSaysNobodyThenSaid(String profile) {
		this.provider.fails(this.provider.profilePath(), Reply.json(200, profile));
		Browser browser = browser();
		assertThat(signIn(browser, someoneThere(someone())).header("Location"))
			.isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
	}

	@Test
	void attack3WhenProfileHasFieldsThatWouldBeTrustedElsewhereThenNotTrusted() {
		String victim = victim();
		Browser attacker = browser();
		Person mallory = someoneThere(victim);
		String profile = this.provider.profile(mallory).strip();
		this.provider.fails(this.provider.profilePath(), Reply.json(200, profile.substring(0, profile.length() - 1)
				+ ",\"verified\":true,\"email_verified\":true,\"hd\":\"example.com\",\"email_trusted\":true}"));
		assertThat(signIn(attacker, mallory).header("Location")).isIn("/verify", "/signup/address");
		assertNotSignedIn(attacker, victim);
		assertThat(identity(mallory)).isEmpty();
	}

}

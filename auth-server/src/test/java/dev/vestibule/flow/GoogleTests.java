package dev.vestibule.flow;

import dev.vestibule.standin.Google;
import dev.vestibule.standin.StandIn.Person;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link Google}, which is authoritative for some addresses; elsewhere
 * nobody has such an address.
 */
class GoogleTests extends OpenIdPresetTests<Google> {

	GoogleTests() {
		super(new Google());
	}

	@Test
	void signInWhenGmailThenAccountAtOnce() {
		String email = someone().replace("example.com", "gmail.com");
		Browser browser = browser();
		assertThat(signIn(browser, someoneThere(email)).header("Location")).isEqualTo("/");
		assertThat(browser.get("/").body()).contains(email);
		assertThat(this.people.mailsTo(email)).isEmpty();
	}

	@Test
	void attack4WhenGmailOfSomebodyElsesAccountThenSignInToItIsDemanded() {
		String victim = someone().replace("example.com", "gmail.com");
		signedIn(victim);
		Browser attacker = browser();
		Person mallory = someoneThere(victim);
		assertThat(signIn(attacker, mallory).header("Location")).isEqualTo("/login");
		assertNotSignedIn(attacker, victim);
		assertThat(identity(mallory)).isEmpty();
	}

}

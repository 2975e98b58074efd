package dev.vestibule.flow;

import dev.vestibule.standin.GitHub;
import dev.vestibule.standin.StandIn.Person;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link GitHub}, whose addresses are a list.
 */
class GitHubTests extends OAuth2PresetTests<GitHub> {

	GitHubTests() {
		super(new GitHub());
	}

	@Test
	void signInWhenPrimaryAddressIsNotVerifiedThenNoneIsTaken() {
		String email = someone();
		Browser browser = browser();
		assertThat(signIn(browser, new Person(subject(), email, false, "Ann")).header("Location"))
			.isEqualTo("/signup/address");
		assertThat(browser.get("/signup/address").body()).doesNotContain("shown@example.com", "octocat@github.com");
	}

}

package dev.vestibule.flow;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LinkWithProviderTests extends SignInFlowTests {

	private final String email = someone().replace("example.com", "gmail.com");

	private final Browser browser = browser();

	@Test
	void facebookWhenAddressIsHeldThenSignInWithTheOwnGoogleLinks() {
		google(browser());
		String id = facebook(this.browser);
		assertThat(type(this.browser, code(this.email, 1)).header("Location")).isEqualTo("/login");
		assertThat(google(this.browser)).isEqualTo("/");
		assertThat(linked(id)).isTrue();
	}

	@Test
	void facebookWhenAnotherSignsInWithGoogleThenNotLinked() {
		google(browser());
		String id = facebook(this.browser);
		type(this.browser, code(this.email, 1));
		String other = someone().replace("example.com", "gmail.com");
		assertThat(
				UPSTREAM.google(this.browser, other, Map.of("email", other, "email_verified", true)).header("Location"))
			.isEqualTo("/");
		assertThat(linked(id)).isFalse();
	}

	private String google(Browser at) {
		return UPSTREAM
			.google(at, this.email, Map.of("email", this.email, "email_verified", true, "name", "Ann Google"))
			.header("Location");
	}

	private String facebook(Browser at) {
		String id = UUID.randomUUID().toString();
		assertThat(UPSTREAM.facebook(at, id, Map.of("email", this.email)).header("Location")).isEqualTo("/verify");
		return id;
	}

	private static boolean linked(String id) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM federated_identity WHERE subject = ?")
			.param(id)
			.query(Integer.class)
			.single() == 1;
	}

}

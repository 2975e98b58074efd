package dev.vestibule.flow;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DisabledHolderTests extends SignInFlowTests {

	@Test
	void signUpWhenHolderIsDisabledThenSamePageAndTheMailTells() throws Exception {
		String email = someone();
		signedIn(email);
		NODE.jdbc().sql("UPDATE account SET enabled = false WHERE email = ?").param(email).update();
		Browser browser = browser();
		assertThat(signUp(browser, email).header("Location")).isEqualTo("/verify");
		assertThat(mail(email, 2)).contains("it is disabled").doesNotContain("/login");
		assertThat(this.people.mailsTo(email)[1].getSubject()).isEqualTo("Your account is disabled");
		assertThat(type(browser, "000000").status()).isEqualTo(400);
	}

}

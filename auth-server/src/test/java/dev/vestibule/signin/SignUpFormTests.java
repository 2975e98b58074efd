package dev.vestibule.signin;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SignUpFormTests {

	@Test
	void toStringThenNoPassword() {
		assertThat(new SignUpForm("ann@example.com", "Ann", "s3cr3t")).asString().doesNotContain("s3cr3t");
	}

}

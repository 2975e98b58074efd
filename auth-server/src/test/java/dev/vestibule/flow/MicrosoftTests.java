package dev.vestibule.flow;

import dev.vestibule.standin.Microsoft;
import dev.vestibule.standin.StandIn.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link Microsoft}, whose tenants are issuers of their own.
 */
class MicrosoftTests extends OpenIdPresetTests<Microsoft> {

	MicrosoftTests() {
		super(new Microsoft());
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "9188040d-6c67-4c5b-b112-36a304b66dad", "common", "{tenantid}", "", "../evil" })
	void attack28WhenTenantIsNotTheIssuersThenFails(String tenant) {
		this.provider.claims((claims) -> claims.claim("tid", tenant));
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@Test
	void signInWhenSubjectIsOfAnotherTenantThenSomebodyElse() {
		Person ann = someoneThere(someone());
		signUp(ann);
		this.provider.answersFor(Microsoft.PERSONAL);
		Browser browser = browser();
		signIn(browser, ann);
		assertNotSignedIn(browser, ann.email());
	}

	@Test
	void signInWhenKeyIsOfTheTokensTenantThenGood() {
		this.provider.answersFor(Microsoft.PERSONAL);
		this.provider.signsWithKeyOfPersonalAccounts(true);
		assertThat(signIn(browser(), someoneThere(someone())).header("Location")).isEqualTo("/verify");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void attack28WhenKeyIsOfAnotherTenantThenFails(boolean named) {
		this.provider.signsWithKeyOfPersonalAccounts(named);
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

}

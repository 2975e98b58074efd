package dev.vestibule.flow;

import dev.vestibule.standin.StandIn.Reply;
import dev.vestibule.standin.X;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing in with {@link X}.
 */
class XTests extends OAuth2PresetTests<X> {

	XTests() {
		super(new X());
	}

	@Test
	void signInWhenProfileIsWithheldThenSaid() {
		this.provider.fails(this.provider.lastPath(), Reply.json(200, """
				{"errors":[{"value":"2244994945","detail":"User has been suspended: [2244994945].","title":"Forbidden",
				 "resource_type":"user","parameter":"id","resource_id":"2244994945",
				 "type":"https://api.twitter.com/2/problems/resource-not-found"}]}"""));
		Browser browser = browser();
		assertThat(signIn(browser, someoneThere(someone())).header("Location"))
			.isEqualTo("/login?error=provider-unavailable&provider=" + this.id);
	}

}

package dev.vestibule.flow;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.standin.OpenIdStandIn;
import dev.vestibule.standin.StandIn;
import dev.vestibule.standin.StandIn.Reply;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds besides for every preset that speaks OpenID Connect.
 */
abstract class OpenIdPresetTests<P extends OpenIdStandIn> extends PresetTests<P> {

	OpenIdPresetTests(P provider) {
		super(provider);
	}

	static Stream<Named<Consumer<JWTClaimsSet.Builder>>> wrongClaims() {
		return Stream.of(Named.of("nonce missing", (claims) -> claims.claim("nonce", null)),
				Named.of("nonce wrong", (claims) -> claims.claim("nonce", "another")),
				Named.of("aud wrong", (claims) -> claims.audience("another-client")),
				Named.of("aud missing", (claims) -> claims.audience((String) null)),
				Named.of("azp another's", (claims) -> claims.claim("azp", "another-client")),
				Named.of("aud of several without azp",
						(claims) -> claims.audience(List.of(StandIn.CLIENT_ID, "another")).claim("azp", null)),
				Named.of("iss wrong", (claims) -> claims.issuer("https://evil.example")),
				Named.of("iss missing", (claims) -> claims.issuer(null)),
				Named.of("sub missing", (claims) -> claims.subject(null)),
				Named.of("sub too long", (claims) -> claims.subject("1".repeat(256))),
				Named.of("expired", (claims) -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120)))),
				Named.of("exp missing", (claims) -> claims.expirationTime(null)),
				Named.of("issued in the future",
						(claims) -> claims.issueTime(Date.from(Instant.now().plusSeconds(600)))),
				Named.of("at_hash of another token", (claims) -> claims.claim("at_hash", "77QmUPtjPfzWtF2AnpK9RQ")));
	}

	@ParameterizedTest
	@MethodSource("wrongClaims")
	void attack28WhenClaimsWrongThenFails(Consumer<JWTClaimsSet.Builder> wrong) {
		this.provider.claims(wrong);
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@Test
	void attack28WhenKeyWrongThenFails() {
		this.provider.signsWithForeignKey();
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"not a token\"", "\"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.\"", "42", "null" })
	void attack28WhenIdTokenIsBrokenThenFails(String token) {
		this.provider.fails(this.provider.tokenPath(),
				Reply.json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":" + token + "}"));
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

}

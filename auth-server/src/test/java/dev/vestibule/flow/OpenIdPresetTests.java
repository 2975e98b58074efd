package dev.vestibule.flow;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds besides for every preset that speaks OpenID Connect.
 */
abstract class OpenIdPresetTests extends PresetTests {

	OpenIdPresetTests(String preset) {
		super(preset);
	}

	/** The metadata, with the issuer where it says {@code %s}. */
	abstract String metadata();

	abstract String keysPath();

	/** What its ID tokens say about a person. */
	Map<String, Object> claims(Person person) {
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("sub", person.subject());
		claims.put("name", person.name());
		if (person.email() != null) {
			claims.put("email", person.email());
			claims.put("email_verified", person.verified());
		}
		return claims;
	}

	/** The issuer as the metadata has it. */
	String issuer() {
		return this.provider.url();
	}

	/** The issuer of ID tokens. */
	String tokenIssuer() {
		return issuer();
	}

	@Override
	String authority() {
		return tokenIssuer();
	}

	/** The path of the metadata. */
	String metadataPath() {
		return "/.well-known/openid-configuration";
	}

	@Override
	Map<String, String> settings() {
		return Map.of("issuer_uri", issuer());
	}

	/** Whether the token endpoint is asked as it wants to be. */
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, SECRET, false);
	}

	@BeforeAll
	void answer() {
		this.provider.on(metadataPath(),
				(call) -> Reply.json(200, metadata().formatted(issuer(), this.provider.url())));
		this.provider.on(keysPath(), (call) -> Reply.json(200, StandIn.keys()));
		this.provider.on(tokenPath(), (call) -> isRedeemed(call) ? tokens(call) : codeRefused());
	}

	Reply tokens(Call call) {
		return Reply.json(200, """
				{"access_token":"%s","expires_in":3599,"scope":"openid profile email","token_type":"Bearer",
				 "id_token":"%s"}""".formatted(call.accessToken(),
				this.provider.idToken(call, tokenIssuer(), CLIENT_ID, claims(call.person()))));
	}

	@Override
	String lastPath() {
		return tokenPath();
	}

	@Override
	Reply lastRefused() {
		return codeRefused();
	}

	static Stream<Named<Consumer<JWTClaimsSet.Builder>>> wrongClaims() {
		return Stream.of(Named.of("nonce missing", (claims) -> claims.claim("nonce", null)),
				Named.of("nonce wrong", (claims) -> claims.claim("nonce", "another")),
				Named.of("aud wrong", (claims) -> claims.audience("another-client")),
				Named.of("aud missing", (claims) -> claims.audience((String) null)),
				Named.of("azp another's", (claims) -> claims.claim("azp", "another-client")),
				Named.of("aud of several without azp",
						(claims) -> claims.audience(List.of(CLIENT_ID, "another")).claim("azp", null)),
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
		this.provider.fails(tokenPath(),
				Reply.json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":" + token + "}"));
		Browser browser = browser();
		assertFailed(signIn(browser, someoneThere(someone())), browser);
	}

}

package dev.vestibule.flow;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.text.ParseException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.flow.StandIn.Call;
import dev.vestibule.flow.StandIn.Person;
import dev.vestibule.flow.StandIn.Reply;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Apple, as it answers by <a href=
 * "https://developer.apple.com/documentation/signinwithapplerestapi/request-an-authorization-to-the-sign-in-with-apple-server">Request
 * an authorization</a> and <a href=
 * "https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret">Creating
 * a client secret</a>: the answer is posted from its own site, with the person's name the
 * first time, and our secret is a token of ours.
 */
class AppleTests extends OpenIdPresetTests {

	private static final KeyPair KEY = key();

	AppleTests() {
		super("apple");
	}

	private static KeyPair key() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	String secret() {
		return "-----BEGIN PRIVATE KEY-----\n"
				+ Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(KEY.getPrivate().getEncoded())
				+ "\n-----END PRIVATE KEY-----\n";
	}

	@Override
	Map<String, String> settings() {
		return Map.of("issuer_uri", issuer(), "team_id", "TEAM123456", "key_id", "KEY1234567");
	}

	@Override
	String metadata() {
		return """
				{"issuer":"%1$s","authorization_endpoint":"%2$s/auth/authorize","token_endpoint":"%2$s/auth/token",
				 "revocation_endpoint":"%2$s/auth/revoke","jwks_uri":"%2$s/auth/keys","response_types_supported":["code"],
				 "response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["pairwise"],
				 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","name"],
				 "token_endpoint_auth_methods_supported":["client_secret_post"],
				 "claims_supported":["aud","email","email_verified","exp","iat","is_private_email","iss","nonce","nonce_supported","real_user_status","sub","transfer_sub"]}""";
	}

	@Override
	String keysPath() {
		return "/auth/keys";
	}

	@Override
	String tokenPath() {
		return "/auth/token";
	}

	@Override
	boolean isRedeemed(Call call) {
		try {
			SignedJWT secret = SignedJWT.parse(call.form().get("client_secret"));
			JWTClaimsSet claims = secret.getJWTClaimsSet();
			Duration life = Duration.between(claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
			return secret.verify(new ECDSAVerifier((ECPublicKey) KEY.getPublic()))
					&& "KEY1234567".equals(secret.getHeader().getKeyID()) && "TEAM123456".equals(claims.getIssuer())
					&& CLIENT_ID.equals(claims.getSubject()) && List.of(issuer()).equals(claims.getAudience())
					&& life.compareTo(Duration.ofDays(180)) < 0 && CLIENT_ID.equals(call.form().get("client_id"))
					&& call.redeems();
		}
		catch (ParseException | JOSEException ex) {
			return false;
		}
	}

	/** No name, and truth may be a text. */
	@Override
	Map<String, Object> claims(Person person) {
		Map<String, Object> claims = new LinkedHashMap<>(super.claims(person));
		claims.remove("name");
		claims.computeIfPresent("email_verified", (name, verified) -> String.valueOf(verified));
		claims.put("nonce_supported", true);
		claims.put("is_private_email", "false");
		return claims;
	}

	@Override
	Map<String, String> extra() {
		return Map.of("user",
				"{\"name\":{\"firstName\":\"Ann\",\"lastName\":\"There\"},\"email\":\"shown@example.com\"}");
	}

	/** Posted from another site, so that no cookie comes along. */
	@Override
	Page deliver(Browser browser, String path, Map<String, String> parameters) {
		Page posted = new Browser(NODE.url()).post(path, parameters, "Origin", "https://appleid.apple.com");
		assertThat(posted.status()).isEqualTo(303);
		assertThat(posted.header("Set-Cookie")).as("the person's own session is left alone").isEmpty();
		assertThat(posted.header("Location")).startsWith(NODE.issuer() + path + "?");
		return browser.get(posted.header("Location"));
	}

	@Override
	Map<String, String> cancelled() {
		return Map.of("error", "user_cancelled_authorize");
	}

	@Override
	Reply codeRefused() {
		return Reply.json(400,
				"{\"error\":\"invalid_grant\",\"error_description\":\"The code has expired or has been revoked.\"}");
	}

	@Test
	void beginThenAsksForTheAnswerToBePosted() {
		URI asked = URI.create(begin(browser()));
		assertThat(Browser.queryParameter(asked, "response_mode")).isEqualTo("form_post");
		assertThat(Browser.queryParameter(asked, "scope").split(" ")).containsExactlyInAnyOrder("openid", "email",
				"name");
	}

	@Test
	void signInWhenNameIsNotGivenOrNonsenseThenAddressServes() {
		for (String user : new String[] { "", "[]", "{\"name\":7}", "{\"name\":{\"firstName\":\"\"}}", "x" }) {
			String email = someone();
			Browser browser = browser();
			String asked = begin(browser);
			Person ann = someoneThere(email);
			Page page = callback(browser, asked, Map.of("code", this.provider.code(asked, ann), "user", user));
			assertThat(page.header("Location")).as(user).isEqualTo("/verify");
			type(browser, code(email, 1));
			assertThat(browser.get("/").body()).contains(email).doesNotContain("shown@example.com");
		}
	}

}

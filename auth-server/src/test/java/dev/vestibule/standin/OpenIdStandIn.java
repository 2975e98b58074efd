package dev.vestibule.standin;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * Stands in for a provider that speaks OpenID Connect.
 */
public abstract class OpenIdStandIn extends StandIn {

	static final RSAKey KEY = key("current");

	private static final RSAKey FOREIGN_KEY = key("current");

	private volatile Consumer<JWTClaimsSet.Builder> claims = (builder) -> {
	};

	private volatile RSAKey signingKey = KEY;

	OpenIdStandIn(String preset) {
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
		return url();
	}

	/** The issuer of ID tokens. */
	String tokenIssuer() {
		return issuer();
	}

	@Override
	public String authority() {
		return tokenIssuer();
	}

	/** The path of the metadata. */
	String metadataPath() {
		return "/.well-known/openid-configuration";
	}

	@Override
	public Map<String, String> settings() {
		return Map.of("issuer_uri", issuer());
	}

	@Override
	public String lastPath() {
		return tokenPath();
	}

	@Override
	public Reply lastRefused() {
		return codeRefused();
	}

	/** Whether the token endpoint is asked as it wants to be. */
	boolean isRedeemed(Call call) {
		return call.redeems(CLIENT_ID, SECRET, false);
	}

	@Override
	String flaw(Map<String, String> asked) {
		return asked.getOrDefault("nonce", "").isEmpty() ? "no nonce" : super.flaw(asked);
	}

	@Override
	Reply answer(String path, Call call) {
		if (path.equals(metadataPath())) {
			return Reply.json(200, metadata().formatted(issuer(), url()));
		}
		if (path.equals(keysPath())) {
			return Reply.json(200, keys());
		}
		if (path.equals(tokenPath())) {
			return isRedeemed(call) ? tokens(call) : codeRefused();
		}
		return Reply.json(404, "{}");
	}

	String keys() {
		return new JWKSet(KEY.toPublicJWK()).toString();
	}

	private Reply tokens(Call call) {
		return Reply.json(200, """
				{"access_token":"%s","expires_in":3599,"scope":"openid profile email","token_type":"Bearer",
				 "id_token":"%s"}""".formatted(call.accessToken(), idToken(call)));
	}

	private String idToken(Call call) {
		JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder().issuer(tokenIssuer())
			.audience(CLIENT_ID)
			.claim("at_hash", BASE64URL.encodeToString(Arrays.copyOf(sha256(call.accessToken()), 16)))
			.claim("nonce", call.grant("nonce"))
			.issueTime(new Date())
			.expirationTime(Date.from(Instant.now().plusSeconds(3600)));
		claims(call.person()).forEach(builder::claim);
		this.claims.accept(builder);
		try {
			SignedJWT token = new SignedJWT(
					new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(this.signingKey.getKeyID()).build(),
					builder.build());
			token.sign(new RSASSASigner(this.signingKey));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Its ID tokens say something else, until it is repaired. */
	public void claims(Consumer<JWTClaimsSet.Builder> claims) {
		this.claims = claims;
	}

	/** Somebody else signs its ID tokens, until it is repaired. */
	public void signsWithForeignKey() {
		signsWith(FOREIGN_KEY);
	}

	final void signsWith(RSAKey key) {
		this.signingKey = key;
	}

	@Override
	public void repair() {
		super.repair();
		this.claims = (builder) -> {
		};
		this.signingKey = KEY;
	}

	static RSAKey key(String id) {
		try {
			return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

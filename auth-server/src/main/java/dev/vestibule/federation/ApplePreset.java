package dev.vestibule.federation;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Apple. The secret is the private key from its console, and each request takes a token
 * that it signs. The person's name comes with the first answer alone, and nobody vouches
 * for it.
 */
@Component
class ApplePreset extends OpenIdPreset {

	private static final Duration LIFE = Duration.ofMinutes(5);

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	ApplePreset() {
		super("apple", "Apple");
		standsAt(20);
		set("issuer_uri", "https://appleid.apple.com");
		set("scope", "openid email name");
		requires("team_id", "key_id");
		rule("team_id", "[A-Z0-9]{10}", "must be ten capital letters and digits");
		rule("key_id", "[A-Z0-9]{10}", "must be ten capital letters and digits");
	}

	@Override
	@Nullable String flawOfSecret(String secret) {
		try {
			return (key(secret).getParams().getOrder().bitLength() == 256) ? null : "must be a key on the curve P-256";
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return "must be the private key that Apple gave, the text of the file ending in .p8";
		}
	}

	private static ECPrivateKey key(String pem) throws GeneralSecurityException {
		String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
		return (ECPrivateKey) KeyFactory.getInstance("EC")
			.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
	}

	@Override
	String clientSecret(ProviderSettings settings) {
		Instant now = Instant.now();
		JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(settings.get("team_id"))
			.subject(settings.clientId())
			.audience(settings.get("issuer_uri"))
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plus(LIFE)))
			.build();
		try {
			SignedJWT token = new SignedJWT(
					new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(settings.get("key_id")).build(), claims);
			token.sign(new ECDSASigner(key(settings.clientSecret())));
			return token.serialize();
		}
		catch (GeneralSecurityException | JOSEException ex) {
			throw new IllegalStateException("the key was looked at when it was registered", ex);
		}
	}

	/** Apple gives name and address no other way. */
	@Override
	Map<String, Object> parameters() {
		return Map.of("response_mode", "form_post");
	}

	@Override
	Optional<String> nameOf(Map<String, Object> claims, HttpServletRequest answer) {
		String user = answer.getParameter("user");
		if (user == null) {
			return Optional.empty();
		}
		try {
			Map<String, Object> object = JsonMapper.shared().readValue(user, OBJECT);
			String first = Claims.text(object, "name.firstName").orElse("");
			String last = Claims.text(object, "name.lastName").orElse("");
			return Optional.of((first + " " + last).strip());
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

}

package dev.vestibule.client;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.JWSAlgorithm;
import dev.vestibule.signing.SigningAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientMetadataTests {

	private static final String ED25519 = """
			{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}""";

	private static final Set<String> SCOPES = Set.of("notes.read", "notes.write");

	@Test
	void readWhenOnlyRedirectUriThenDefaults() {
		ClientMetadata metadata = read(Map.of("redirect_uris", List.of("https://app.example/callback")));
		assertThat(metadata.clientId()).matches("[A-Za-z0-9_-]{22}");
		assertThat(metadata.clientName()).isEqualTo(metadata.clientId());
		assertThat(metadata.grantTypes()).containsExactly("authorization_code");
		assertThat(metadata.scopes()).containsExactly("openid", "profile", "email");
		assertThat(metadata.tokenEndpointAuthMethod()).isEqualTo("client_secret_basic");
		assertThat(metadata.idTokenSignedResponseAlg()).isEqualTo("RS256");
		assertThat(metadata.accessTokenSigningAlg()).isEqualTo("ES256");
		assertThat(metadata.requirePkce()).isTrue();
		assertThat(metadata.requireConsent()).isTrue();
	}

	@Test
	void readWhenOwnFieldsThenSame() {
		ClientMetadata metadata = read(Map.of("client_id", "a", "client_name", "한국 앱", "client_uri",
				"https://app.example", "redirect_uris", List.of("com.example.app:/cb"), "post_logout_redirect_uris",
				List.of("https://app.example/bye"), "grant_types", List.of("authorization_code", "refresh_token"),
				"scope", "openid notes.read", "token_endpoint_auth_method", "none", "id_token_signed_response_alg",
				"ES256", "require_consent", false));
		assertThat(metadata.isPublic()).isTrue();
		assertThat(read(metadata.fields())).isEqualTo(metadata);
	}

	@Test
	void readWhenFieldNullThenDefault() {
		Map<String, Object> fields = new HashMap<>(Map.of("grant_types", List.of("client_credentials")));
		fields.put("scope", null);
		fields.put("client_id", null);
		assertThat(read(fields).scopes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "logo_uri", "policy_uri", "tos_uri", "sector_identifier_uri", "email_verified",
			"client_secret", "managed_by", "redirect_uri", "CLIENT_NAME", "" })
	void attack26WhenUnknownFieldThenNamed(String name) {
		assertInvalid(Map.of(name, "x", "grant_types", List.of("client_credentials")), name);
	}

	@Test
	void attack25WhenUriHarmfulThenEachNamed() {
		assertInvalid(
				Map.of("redirect_uris", List.of("https://app.example/", "JaVaScRiPt:alert(1)", "http://app.example/"),
						"post_logout_redirect_uris", List.of("data:text/html,x"), "client_uri", "javascript:x"),
				"redirect_uris[1]", "redirect_uris[2]", "post_logout_redirect_uris[0]", "client_uri");
	}

	@ParameterizedTest
	@ValueSource(strings = { "root", "openid  profile", " openid", "openid ", "notes.read,notes.write",
			"openid\tprofile", "NOTES.READ", "a\"b", "é" })
	void attack26WhenScopeUnknownThenNamed(String scope) {
		assertThat(invalidFields(Map.of("grant_types", List.of("client_credentials"), "scope", scope)))
			.containsOnly("scope");
	}

	@Test
	void readWhenTypesWrongThenEachNamed() {
		assertInvalid(
				Map.of("client_id", 1, "client_name", List.of(), "redirect_uris", "https://app.example/", "grant_types",
						List.of("client_credentials", 7), "scope", List.of("openid"), "require_pkce", "false",
						"require_consent", 0, "token_endpoint_auth_method", true),
				"client_id", "client_name", "redirect_uris", "grant_types[1]", "scope", "require_pkce",
				"require_consent", "token_endpoint_auth_method");
	}

	@Test
	void readWhenGrantTypesDoNotFitThenNamed() {
		assertInvalid(Map.of("grant_types", List.of()), "grant_types");
		assertInvalid(Map.of("grant_types", List.of("refresh_token")), "grant_types");
		assertInvalid(Map.of("grant_types", List.of("client_credentials", "password", "implicit")), "grant_types[1]",
				"grant_types[2]");
		assertInvalid(Map.of(), "redirect_uris");
	}

	@Test
	void readWhenPublicClientUnsafeThenNamed() {
		assertInvalid(Map.of("token_endpoint_auth_method", "none", "grant_types",
				List.of("authorization_code", "client_credentials"), "redirect_uris", List.of("https://app.example/"),
				"require_pkce", false), "grant_types", "require_pkce");
	}

	@Test
	void readWhenMethodOrAlgorithmNotOfferedThenNamed() {
		assertInvalid(
				Map.of("grant_types", List.of("client_credentials"), "token_endpoint_auth_method", "client_secret_jwt",
						"id_token_signed_response_alg", "none", "access_token_signing_alg", "HS256"),
				"token_endpoint_auth_method", "id_token_signed_response_alg", "access_token_signing_alg");
	}

	@Test
	void readWhenKeysAreNotEitherHereOrAtAnAddressThenNamed() {
		Map<String, Object> fields = new HashMap<>(
				Map.of("grant_types", List.of("client_credentials"), "token_endpoint_auth_method", "private_key_jwt"));
		assertInvalid(fields, "jwks");
		fields.put("jwks_uri", "https://app.example/keys");
		assertThat(read(fields).fields()).containsEntry("jwks_uri", "https://app.example/keys")
			.doesNotContainKey("jwks");
		fields.put("jwks", ED25519);
		assertInvalid(fields, "jwks_uri");
		fields.remove("jwks_uri");
		assertThat(read(fields).fields()).containsKey("jwks").doesNotContainKey("jwks_uri");
		fields.put("token_endpoint_auth_method", "client_secret_basic");
		assertInvalid(fields, "jwks");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://app.example/keys", "file:///etc/passwd", "data:application/json,{}", "keys", "",
			"https://user@app.example/keys", "https://app.example/keys#a", "com.example.app:/keys" })
	void attack27WhenAddressOfKeysIsNoneThenNamed(String address) {
		assertInvalid(Map.of("grant_types", List.of("client_credentials"), "token_endpoint_auth_method",
				"private_key_jwt", "jwks_uri", address), "jwks_uri");
	}

	@Test
	void readWhenKeyCannotVerifyThenNamed() {
		for (String key : List.of(ED25519.replace("11qYAYK", "11qY"), ED25519.replace("Ed25519", "Ed448"),
				ED25519.replace("\"kty\"", "\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\"kty\""))) {
			assertInvalid(Map.of("grant_types", List.of("client_credentials"), "token_endpoint_auth_method",
					"private_key_jwt", "jwks", key), "jwks");
		}
	}

	@Test
	void algorithmsThenThoseThatThereAreKeysFor() {
		assertThat(ClientMetadataReader.ALGORITHMS).containsExactlyInAnyOrderElementsOf(SigningAlgorithm.names());
		assertThat(ClientKeys.ALGORITHMS).extracting(JWSAlgorithm::getName)
			.containsExactlyInAnyOrderElementsOf(SigningAlgorithm.names());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a/b", "a:b", "é", "a\u0000", "a\n", "0f8fad5b-d9cb-469f-a165-70867728950e",
			"0F8FAD5B-D9CB-469F-A165-70867728950E", ".", "..", "-a", "new" })
	void readWhenClientIdNotPermittedThenNamed(String clientId) {
		assertThat(invalidFields(Map.of("grant_types", List.of("client_credentials"), "client_id", clientId)))
			.containsOnly("client_id");
	}

	@Test
	void readWhenClientIdIsMadeThenPermitted() {
		for (int i = 0; i < 500; i++) {
			ClientMetadata made = read(Map.of("grant_types", List.of("client_credentials")));
			assertThat(read(made.fields())).isEqualTo(made);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\nb", "a\u0000", "a\u202Eb", "a\u200Bb", "a\u2028b" })
	void readWhenNameNotPermittedThenNamed(String name) {
		assertThat(invalidFields(Map.of("grant_types", List.of("client_credentials"), "client_name", name)))
			.containsOnly("client_name");
	}

	@Test
	void readWhenTooMuchThenNamed() {
		assertInvalid(
				Map.of("client_id", "a".repeat(101), "client_name", "a".repeat(101), "redirect_uris",
						Collections.nCopies(51, "https://app.example/"), "grant_types",
						Collections.nCopies(51, "client_credentials"), "scope", longScope()),
				"client_id", "client_name", "redirect_uris", "grant_types", "grant_types", "scope");
	}

	private static String longScope() {
		StringBuilder scope = new StringBuilder("openid");
		for (int i = 0; i < 50; i++) {
			scope.append(" s").append(i);
		}
		return scope.toString();
	}

	private static ClientMetadata read(Map<String, ?> fields) {
		return ClientMetadata.read(fields, SCOPES);
	}

	private static void assertInvalid(Map<String, ?> fields, String... names) {
		assertThat(invalidFields(fields)).containsExactlyInAnyOrder(names);
	}

	private static List<String> invalidFields(Map<String, ?> fields) {
		InvalidClientMetadataException[] caught = new InvalidClientMetadataException[1];
		assertThatExceptionOfType(InvalidClientMetadataException.class).isThrownBy(() -> read(fields))
			.satisfies((ex) -> caught[0] = ex)
			.satisfies((ex) -> assertThat(ex.fields()).allSatisfy((field) -> assertThat(field.detail()).isNotBlank()));
		return caught[0].fields().stream().map(InvalidField::field).toList();
	}

}

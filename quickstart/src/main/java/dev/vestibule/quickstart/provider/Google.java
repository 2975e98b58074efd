package dev.vestibule.quickstart.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.quickstart.http.Handler;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;

/**
 * Google's OpenID Connect provider, simulated: the paths, claims and errors of
 * accounts.google.com and oauth2.googleapis.com below one issuer.
 */
final class Google implements Handler {

	private static final LoginPage LOGIN = new LoginPage(
			"Google", List.of(
					new LoginPage.Example("A Gmail address",
							new Person("110169484474386276334", "ada.lovelace@gmail.com", "Ada Lovelace", true, "",
									false)),
					new LoginPage.Example("A Workspace address",
							new Person("117423968251340785602", "grace@hopper.example", "Grace Hopper", true,
									"hopper.example", false)),
					new LoginPage.Example("Another address, verified",
							new Person("104862075193648201557", "alan@turing.example", "Alan Turing", true, "", false)),
					new LoginPage.Example("An unverified address",
							new Person("101937264508172635440", "mallory@turing.example", "Mallory", false, "",
									false))),
			"""
					<label class="check"><input type="checkbox" name="email_verified" value="true"%s> Google calls the address verified</label>
					<label for="hd">Workspace domain (hd) <small>empty: a personal account</small></label>
					<input id="hd" name="hd" value="%s" maxlength="255">""");

	private final String issuer;

	private final Registration registration;

	private final Clock clock;

	private final Grants grants;

	private final GoogleKey key;

	Google(String issuer, Registration registration, Path keyFile, Clock clock) {
		this.issuer = issuer;
		this.registration = registration;
		this.clock = clock;
		this.grants = new Grants(clock);
		this.key = GoogleKey.in(keyFile);
	}

	@Override
	public Response handle(Request request) {
		return switch (request.method() + " " + request.path()) {
			case "GET /google/.well-known/openid-configuration" -> Response.json(200, discovery());
			case "GET /google/oauth2/v3/certs" -> Response.json(200, this.key.published());
			case "GET /google/o/oauth2/v2/auth" -> authorize(request, false);
			case "POST /google/o/oauth2/v2/auth" -> authorize(request, true);
			case "POST /google/token" -> token(request);
			case "GET /google/v1/userinfo", "POST /google/v1/userinfo" -> userinfo(request);
			case "POST /google/revoke" -> revoke(request);
			default -> Response.notFound();
		};
	}

	private Map<String, Object> discovery() {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("issuer", this.issuer);
		document.put("authorization_endpoint", this.issuer + "/o/oauth2/v2/auth");
		document.put("token_endpoint", this.issuer + "/token");
		document.put("userinfo_endpoint", this.issuer + "/v1/userinfo");
		document.put("revocation_endpoint", this.issuer + "/revoke");
		document.put("jwks_uri", this.issuer + "/oauth2/v3/certs");
		document.put("response_types_supported", List.of("code"));
		document.put("response_modes_supported", List.of("query"));
		document.put("subject_types_supported", List.of("public"));
		document.put("id_token_signing_alg_values_supported", List.of("RS256"));
		document.put("scopes_supported", List.of("openid", "email", "profile"));
		document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post", "client_secret_basic"));
		document.put("claims_supported", List.of("aud", "email", "email_verified", "exp", "family_name", "given_name",
				"iat", "iss", "name", "picture", "sub"));
		document.put("code_challenge_methods_supported", List.of("plain", "S256"));
		document.put("grant_types_supported", List.of("authorization_code"));
		document.put("authorization_response_iss_parameter_supported", true);
		return document;
	}

	private Response authorize(Request request, boolean submitted) {
		Parameters query = request.query();
		if (!query.get("client_id").equals(this.registration.clientId())) {
			return LOGIN.error(401, "Error 401: invalid_client. The OAuth client was not found.");
		}
		if (!query.get("redirect_uri").equals(this.registration.redirectUri())) {
			return LOGIN.error(400, "Error 400: redirect_uri_mismatch. The redirect URI " + query.get("redirect_uri")
					+ " does not match the one registered.");
		}
		if (!query.get("response_type").equals("code")) {
			return LOGIN.error(400, "Error 400: invalid_request. Invalid response_type: " + query.get("response_type"));
		}
		if (!query.has("scope")) {
			return LOGIN.error(400, "Error 400: invalid_request. Missing required parameter: scope");
		}
		if (!submitted) {
			return LOGIN.show(request);
		}
		return request.form().get("action").equals("cancel") ? back(query, Map.of("error", "access_denied"))
				: login(query, Person.of(request.form()));
	}

	private Response login(Parameters query, Person person) {
		if (person.subject().isEmpty()) {
			return LOGIN.error(400, "An identifier is needed.");
		}
		Map<String, String> answer = new LinkedHashMap<>();
		answer.put("iss", this.issuer);
		answer.put("code", this.grants.code("4/0", new Grant(person, query)));
		answer.put("scope", query.get("scope"));
		answer.put("authuser", "0");
		if (!person.hostedDomain().isEmpty()) {
			answer.put("hd", person.hostedDomain());
		}
		answer.put("prompt", "consent");
		return back(query, answer);
	}

	private static Response back(Parameters query, Map<String, String> answer) {
		Map<String, String> values = new LinkedHashMap<>();
		if (query.has("state")) {
			values.put("state", query.get("state"));
		}
		values.putAll(answer);
		return Response.seeOther(query.get("redirect_uri") + "?" + new Parameters(values).encode());
	}

	private Response token(Request request) {
		Parameters form = request.form();
		List<String> client = request.basic().orElse(List.of(form.get("client_id"), form.get("client_secret")));
		if (!client.get(0).equals(this.registration.clientId())) {
			return error(401, "invalid_client", "The OAuth client was not found.");
		}
		if (!this.registration.hasSecret(client.get(1))) {
			return error(401, "invalid_client", "Unauthorized");
		}
		if (!form.get("grant_type").equals("authorization_code")) {
			return error(400, "unsupported_grant_type", "Invalid grant_type: " + form.get("grant_type"));
		}
		return this.grants.redeem(form.get("code"))
			.map((grant) -> token(grant, form))
			.orElseGet(() -> error(400, "invalid_grant", "Bad Request"));
	}

	private Response token(Grant grant, Parameters form) {
		if (!grant.isFor(form.get("redirect_uri"))) {
			return error(400, "redirect_uri_mismatch", "Bad Request");
		}
		if (!grant.isProvedBy(form.get("code_verifier"))) {
			return error(400, "invalid_grant", "Invalid code verifier.");
		}
		String accessToken = this.grants.token("ya29.", grant);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("access_token", accessToken);
		answer.put("expires_in", 3599);
		answer.put("scope", grant.request().get("scope"));
		answer.put("token_type", "Bearer");
		if (grant.scopes().contains("openid")) {
			answer.put("id_token", this.key.sign(idToken(grant, accessToken)));
		}
		return Response.json(200, answer);
	}

	private Map<String, Object> idToken(Grant grant, String accessToken) {
		Instant now = this.clock.instant();
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("iss", this.issuer);
		claims.put("azp", this.registration.clientId());
		claims.put("aud", this.registration.clientId());
		claims.putAll(profile(grant));
		claims.put("at_hash", GoogleKey.halfHash(accessToken));
		if (grant.request().has("nonce")) {
			claims.put("nonce", grant.request().get("nonce"));
		}
		claims.put("iat", now.getEpochSecond());
		claims.put("exp", now.plusSeconds(3600).getEpochSecond());
		return claims;
	}

	private Map<String, Object> profile(Grant grant) {
		Person person = grant.person();
		Map<String, Object> claims = new LinkedHashMap<>();
		claims.put("sub", person.subject());
		if (grant.scopes().contains("profile")) {
			put(claims, "name", person.name());
			put(claims, "given_name", person.givenName());
			put(claims, "family_name", person.familyName());
			claims.put("picture", this.issuer + "/picture.svg");
			claims.put("locale", "en");
		}
		if (grant.scopes().contains("email") && !person.email().isEmpty()) {
			claims.put("email", person.email());
			claims.put("email_verified", person.emailVerified());
			put(claims, "hd", person.hostedDomain());
		}
		return claims;
	}

	private static void put(Map<String, Object> claims, String name, String value) {
		if (!value.isEmpty()) {
			claims.put(name, value);
		}
	}

	private Response userinfo(Request request) {
		return request.bearer()
			.flatMap(this.grants::byToken)
			.map((grant) -> Response.json(200, profile(grant)))
			.orElseGet(() -> error(401, "invalid_request", "Invalid Credentials").with("WWW-Authenticate",
					"Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""));
	}

	private Response revoke(Request request) {
		String token = request.form().get("token");
		if (this.grants.byToken(token).isEmpty()) {
			return error(400, "invalid_token", "Token expired or revoked");
		}
		this.grants.revoke(token);
		return Response.json(200, Map.of());
	}

	private static Response error(int status, String error, String description) {
		Map<String, String> body = new LinkedHashMap<>();
		body.put("error", error);
		body.put("error_description", description);
		return Response.json(status, body);
	}

}

package dev.vestibule.quickstart.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.vestibule.quickstart.http.Handler;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;

/**
 * Facebook's web login and Graph API, simulated below one address: versioned paths, an
 * explicit field list, errors nested in {@code error}. The app is one with "Require App
 * Secret" on, so calls to Graph must carry a right {@code appsecret_proof}.
 */
final class Facebook implements Handler {

	private static final Pattern PATH = Pattern.compile("/facebook/v\\d+\\.\\d+(/.*)");

	private static final LoginPage LOGIN = new LoginPage(
			"Facebook", List.of(
					new LoginPage.Example("With an e-mail address",
							new Person("10224837465019283", "katherine@johnson.example", "Katherine Johnson", true, "",
									false)),
					new LoginPage.Example("Without one",
							new Person("10158264937501846", "", "Dorothy Vaughan", false, "", false))),
			"""
					<label class="check"><input type="checkbox" name="email_verified" value="true"%s> The address is confirmed <small>Graph never says so</small></label>
					<label class="check"><input type="checkbox" name="decline_email" value="true"> Do not share the address</label>""");

	private final Registration registration;

	private final Grants grants;

	private final String address;

	Facebook(String address, Registration registration, Clock clock) {
		this.address = address;
		this.registration = registration;
		this.grants = new Grants(clock);
	}

	@Override
	public Response handle(Request request) {
		Matcher path = PATH.matcher(request.path());
		if (!path.matches()) {
			return error(404, "Unknown path components: " + request.path(), "OAuthException", 2500, Map.of());
		}
		boolean get = request.method().equals("GET");
		return switch (path.group(1)) {
			case "/dialog/oauth" -> authorize(request, !get);
			case "/oauth/access_token" -> token(get ? request.query() : request.form(), request);
			case "/me" -> graph(request, Facebook::me);
			case "/me/permissions" -> graph(request, Facebook::permissions);
			default -> error(404, "Unknown path components: " + path.group(1), "OAuthException", 2500, Map.of());
		};
	}

	private Response authorize(Request request, boolean submitted) {
		Parameters query = request.query();
		if (!query.get("client_id").equals(this.registration.clientId())) {
			return LOGIN.error(400, "Invalid App ID: The provided app ID does not look like a valid app ID.");
		}
		if (!query.get("redirect_uri").equals(this.registration.redirectUri())) {
			return LOGIN.error(400, "URL Blocked: This redirect failed because the redirect URI is not whitelisted in "
					+ "the app's Client OAuth Settings.");
		}
		if (!submitted) {
			return LOGIN.show(request);
		}
		return request.form().get("action").equals("cancel") ? cancel(query) : login(query, Person.of(request.form()));
	}

	private static Response cancel(Parameters query) {
		Map<String, String> answer = new LinkedHashMap<>();
		answer.put("error", "access_denied");
		answer.put("error_code", "200");
		answer.put("error_description", "Permissions error");
		answer.put("error_reason", "user_denied");
		return back(query, answer);
	}

	private Response login(Parameters query, Person person) {
		if (person.subject().isEmpty()) {
			return LOGIN.error(400, "An identifier is needed.");
		}
		return back(query, Map.of("code", this.grants.code("AQ", new Grant(person, query))));
	}

	private static Response back(Parameters query, Map<String, String> answer) {
		Map<String, String> values = new LinkedHashMap<>(answer);
		if (query.has("state")) {
			values.put("state", query.get("state"));
		}
		return Response.seeOther(query.get("redirect_uri") + "?" + new Parameters(values).encode() + "#_=_");
	}

	private Response token(Parameters parameters, Request request) {
		List<String> client = request.basic()
			.orElse(List.of(parameters.get("client_id"), parameters.get("client_secret")));
		if (!client.get(0).equals(this.registration.clientId())) {
			return error(400, "Error validating application. Cannot get application info due to a system error.",
					"OAuthException", 101, Map.of());
		}
		if (!this.registration.hasSecret(client.get(1))) {
			return error(400, "Error validating client secret.", "OAuthException", 1, Map.of());
		}
		String code = parameters.get("code");
		if (this.grants.isSpent(code)) {
			return error(400, "This authorization code has been used.", "OAuthException", 100,
					Map.of("error_subcode", 36009));
		}
		return this.grants.redeem(code)
			.map((grant) -> token(grant, parameters))
			.orElseGet(() -> error(400, "Invalid verification code format.", "OAuthException", 100, Map.of()));
	}

	private Response token(Grant grant, Parameters parameters) {
		if (!grant.isFor(parameters.get("redirect_uri"))) {
			return error(400,
					"Error validating verification code. Please make sure your redirect_uri is identical to the one you "
							+ "used in the OAuth dialog request",
					"OAuthException", 100, Map.of("error_subcode", 36008));
		}
		if (!grant.isProvedBy(parameters.get("code_verifier"))) {
			return error(400, "Code verifier is invalid.", "OAuthException", 100, Map.of());
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("access_token", this.grants.token("EAA", grant));
		answer.put("token_type", "bearer");
		answer.put("expires_in", 5183944);
		return Response.json(200, answer);
	}

	private Response graph(Request request, GraphCall call) {
		Parameters query = request.query();
		String token = query.has("access_token") ? query.get("access_token") : request.bearer().orElse("");
		if (token.isEmpty()) {
			return error(400, "An active access token must be used to query information about the current user.",
					"OAuthException", 2500, Map.of());
		}
		Optional<Grant> grant = this.grants.byToken(token);
		if (grant.isEmpty()) {
			String message = "Invalid OAuth access token - Cannot parse access token";
			return error(400, message, "OAuthException", 190, Map.of()).with("WWW-Authenticate",
					"OAuth \"Facebook Platform\" \"invalid_token\" \"" + message + "\"");
		}
		if (!query.has("appsecret_proof")) {
			return error(400, "API calls from the server require an appsecret_proof argument", "GraphMethodException",
					100, Map.of());
		}
		if (!isProof(query.get("appsecret_proof"), token)) {
			return error(400, "Invalid appsecret_proof provided in the API argument", "GraphMethodException", 100,
					Map.of());
		}
		Response answer = Response.json(200, call.answer(grant.get(), query, this.address));
		// Graph calls its JSON a script unless the caller asks for JSON by name.
		return request.header("Accept").contains("application/json") ? answer
				: answer.with("Content-Type", "text/javascript; charset=UTF-8");
	}

	private static Object me(Grant grant, Parameters query, String address) {
		Person person = grant.person();
		Map<String, Object> profile = new LinkedHashMap<>();
		for (String field : (query.has("fields") ? query.get("fields") : "id,name").split(",")) {
			switch (field.strip()) {
				case "name" -> profile.put("name", person.name());
				case "first_name" -> profile.put("first_name", person.givenName());
				case "last_name" -> profile.put("last_name", person.familyName());
				case "picture" -> profile.put("picture", picture(address));
				case "permissions" -> profile.put("permissions", permissions(grant, query, address));
				case "email" -> {
					if (sharesEmail(grant) && !person.email().isEmpty()) {
						profile.put("email", person.email());
					}
				}
				default -> {
				}
			}
		}
		profile.put("id", person.subject());
		return profile;
	}

	private static Map<String, Object> picture(String address) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("height", 50);
		data.put("is_silhouette", true);
		data.put("url", address + "/picture.svg");
		data.put("width", 50);
		return Map.of("data", data);
	}

	private static Object permissions(Grant grant, Parameters query, String address) {
		Map<String, String> profile = permission("public_profile", true);
		if (!grant.scopes().contains("email")) {
			return Map.of("data", List.of(profile));
		}
		return Map.of("data", List.of(permission("email", sharesEmail(grant)), profile));
	}

	private static Map<String, String> permission(String name, boolean granted) {
		Map<String, String> permission = new LinkedHashMap<>();
		permission.put("permission", name);
		permission.put("status", granted ? "granted" : "declined");
		return permission;
	}

	private static boolean sharesEmail(Grant grant) {
		return grant.scopes().contains("email") && !grant.person().emailDeclined();
	}

	private boolean isProof(String proof, String token) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(
					new SecretKeySpec(this.registration.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			byte[] expected = mac.doFinal(token.getBytes(StandardCharsets.UTF_8));
			return MessageDigest.isEqual(HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII),
					proof.getBytes(StandardCharsets.US_ASCII));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Response error(int status, String message, String type, int code, Map<String, Object> more) {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("message", message);
		error.put("type", type);
		error.put("code", code);
		error.putAll(more);
		error.put("fbtrace_id", "A" + Long.toString(System.nanoTime(), 36));
		return Response.json(status, Map.of("error", error));
	}

	/**
	 * A call to Graph by somebody who may make it.
	 */
	private interface GraphCall {

		Object answer(Grant grant, Parameters query, String address);

	}

}

package dev.vestibule.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.vestibule.keyring.RandomText;
import dev.vestibule.web.Color;
import dev.vestibule.web.Picture;
import org.jspecify.annotations.Nullable;

/**
 * Reads client metadata once, collecting everything that is wrong with it.
 */
final class ClientMetadataReader {

	private static final int MAX_ENTRIES = 50;

	private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,99}");

	private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

	// Nothing invisible, and nothing that turns the direction of the text around it.
	private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

	private static final Set<String> GRANT_TYPES = Set.of("authorization_code", "refresh_token", "client_credentials");

	private static final String KEYS = "private_key_jwt";

	private static final String NOT_BY_KEYS = "is only for a client that authenticates with its keys (" + KEYS + ")";

	private static final Set<String> AUTH_METHODS = Set.of("client_secret_basic", "client_secret_post", KEYS, "none");

	static final Set<String> ALGORITHMS = Set.of("ES256", "RS256", "PS256", "EdDSA");

	private final Map<String, ? extends @Nullable Object> fields;

	private final Set<String> resourceScopes;

	private final Set<String> known = new TreeSet<>();

	private final List<InvalidField> invalid = new ArrayList<>();

	ClientMetadataReader(Map<String, ? extends @Nullable Object> fields, Set<String> resourceScopes) {
		this.fields = fields;
		this.resourceScopes = resourceScopes;
	}

	ClientMetadata read() {
		String clientId = clientId();
		String authMethod = choice("token_endpoint_auth_method", AUTH_METHODS, "client_secret_basic");
		boolean publicClient = authMethod.equals("none");
		List<String> grantTypes = grantTypes(publicClient);
		ClientMetadata metadata = new ClientMetadata(clientId, clientName(clientId),
				checked("client_uri", RegisteredUri::flawOfPage), redirectUris(grantTypes, publicClient),
				uris("post_logout_redirect_uris", publicClient), grantTypes, scopes(grantTypes), authMethod,
				jwks(authMethod), jwksUri(authMethod), choice("id_token_signed_response_alg", ALGORITHMS, "RS256"),
				choice("access_token_signing_alg", ALGORITHMS, "ES256"), requirePkce(publicClient),
				flag("require_consent"), look());
		this.fields.keySet()
			.stream()
			.filter((name) -> !this.known.contains(name))
			.forEach((name) -> reject(name, "is not known; known are " + String.join(", ", this.known)));
		if (!this.invalid.isEmpty()) {
			throw new InvalidClientMetadataException(this.invalid);
		}
		return metadata;
	}

	private String clientId() {
		String clientId = text("client_id");
		if (clientId == null) {
			// Some begin with what a client's may not, which could never be changed then.
			return Stream.generate(() -> RandomText.of(16))
				.filter((made) -> CLIENT_ID.matcher(made).matches())
				.findFirst()
				.orElseThrow();
		}
		if (!CLIENT_ID.matcher(clientId).matches()) {
			reject("client_id",
					"must be 1 to 100 of the letters a to z and A to Z, digits, and . _ ~ -, beginning with a letter or a digit");
		}
		if (UUID.matcher(clientId).matches()) {
			reject("client_id", "must not have the form of a UUID, which is how accounts are named");
		}
		if (clientId.equals("new")) {
			reject("client_id", "is a word that the console needs for its own addresses");
		}
		return clientId;
	}

	private String clientName(String fallback) {
		String name = text("client_name");
		if (name == null) {
			return fallback;
		}
		if (name.isBlank() || name.codePointCount(0, name.length()) > 100) {
			reject("client_name", "must be 1 to 100 characters");
		}
		if (INVISIBLE.matcher(name).find()) {
			reject("client_name", "has an invisible character");
		}
		return name;
	}

	private ClientLook look() {
		String color = checked("brand_color", Color::flaw);
		return new ClientLook(checked("logo_uri", (uri) -> Picture.flaw(uri, ClientLook.MAX_LOGO)),
				(color != null) ? color.toLowerCase(Locale.ROOT) : null, checked("tos_uri", RegisteredUri::flawOfPage),
				checked("policy_uri", RegisteredUri::flawOfPage));
	}

	private @Nullable String checked(String name, Function<String, @Nullable String> flaw) {
		String value = text(name);
		rejectIf(name, (value != null) ? flaw.apply(value) : null);
		return value;
	}

	private List<String> grantTypes(boolean publicClient) {
		List<String> types = entries("grant_types",
				(type) -> GRANT_TYPES.contains(type) ? null : "must be one of " + join(GRANT_TYPES));
		if (this.fields.get("grant_types") == null) {
			return List.of("authorization_code");
		}
		if (types.isEmpty()) {
			reject("grant_types", "must name at least one");
		}
		if (types.contains("refresh_token") && !types.contains("authorization_code")) {
			reject("grant_types", "has refresh_token, which comes only with authorization_code");
		}
		if (publicClient && types.contains("client_credentials")) {
			reject("grant_types", "has client_credentials, which a public client cannot use");
		}
		return types;
	}

	private List<String> redirectUris(List<String> grantTypes, boolean publicClient) {
		List<String> uris = uris("redirect_uris", publicClient);
		if (uris.isEmpty() && grantTypes.contains("authorization_code")) {
			reject("redirect_uris", "must have at least one, since the client uses authorization_code");
		}
		return uris;
	}

	private List<String> uris(String name, boolean publicClient) {
		return entries(name, (uri) -> RegisteredUri.flaw(uri, publicClient));
	}

	private List<String> scopes(List<String> grantTypes) {
		String scope = text("scope");
		if (scope == null) {
			return grantTypes.contains("authorization_code") ? List.of("openid", "profile", "email") : List.of();
		}
		// RFC 6749, section 3.3: separated by single spaces.
		List<String> scopes = scope.isEmpty() ? List.of()
				: List.copyOf(new LinkedHashSet<>(List.of(scope.split(" ", -1))));
		if (scopes.size() > MAX_ENTRIES) {
			reject("scope", "has more than " + MAX_ENTRIES + " scopes");
			return List.of();
		}
		scopes.stream()
			.filter((each) -> !ClientMetadata.IDENTITY_SCOPES.contains(each) && !this.resourceScopes.contains(each))
			.forEach((each) -> reject("scope", "has \"" + ResourceServer.printable(each)
					+ "\", which is neither an identity scope nor one of a resource server"));
		return scopes;
	}

	private @Nullable String jwks(String authMethod) {
		this.known.add("jwks");
		Object value = this.fields.get("jwks");
		if (value == null) {
			if (authMethod.equals(KEYS) && this.fields.get("jwks_uri") == null) {
				reject("jwks", "or jwks_uri is required, since the client authenticates with its keys (" + KEYS + ")");
			}
			return null;
		}
		if (!authMethod.equals(KEYS)) {
			reject("jwks", NOT_BY_KEYS);
			return null;
		}
		try {
			return ClientKeys.read(value);
		}
		catch (IllegalArgumentException ex) {
			reject("jwks", String.valueOf(ex.getMessage()));
			return null;
		}
	}

	private @Nullable String jwksUri(String authMethod) {
		String uri = text("jwks_uri");
		if (uri == null) {
			return null;
		}
		if (!authMethod.equals(KEYS)) {
			reject("jwks_uri", NOT_BY_KEYS);
			return null;
		}
		rejectIf("jwks_uri", (this.fields.get("jwks") != null) ? "cannot be beside jwks: it is one or the other"
				: RegisteredUri.flawOfPage(uri));
		return uri;
	}

	private boolean requirePkce(boolean publicClient) {
		boolean required = flag("require_pkce");
		if (publicClient && !required) {
			reject("require_pkce", "cannot be false for a public client");
		}
		return required;
	}

	private @Nullable String text(String name) {
		this.known.add(name);
		Object value = this.fields.get(name);
		if (value == null || value instanceof String) {
			return (String) value;
		}
		reject(name, "must be a string");
		return null;
	}

	private String choice(String name, Set<String> permitted, String fallback) {
		String value = text(name);
		if (value != null && !permitted.contains(value)) {
			reject(name, "must be one of " + join(permitted));
		}
		return (value != null) ? value : fallback;
	}

	private boolean flag(String name) {
		this.known.add(name);
		Object value = this.fields.get(name);
		if (value != null && !(value instanceof Boolean)) {
			reject(name, "must be true or false");
		}
		return !Boolean.FALSE.equals(value);
	}

	private List<String> entries(String name, Function<String, @Nullable String> flaw) {
		this.known.add(name);
		Object value = this.fields.get(name);
		if (value == null) {
			return List.of();
		}
		if (!(value instanceof List<?> list) || list.size() > MAX_ENTRIES) {
			reject(name, "must be a list of at most " + MAX_ENTRIES + " strings");
			return List.of();
		}
		Set<String> entries = new LinkedHashSet<>();
		for (int i = 0; i < list.size(); i++) {
			if (list.get(i) instanceof String entry) {
				rejectIf(name + "[" + i + "]", flaw.apply(entry));
				entries.add(entry);
			}
			else {
				reject(name + "[" + i + "]", "must be a string");
			}
		}
		return List.copyOf(entries);
	}

	private void rejectIf(String field, @Nullable String flaw) {
		if (flaw != null) {
			reject(field, flaw);
		}
	}

	private void reject(String field, String message) {
		this.invalid.add(new InvalidField(field, message));
	}

	private static String join(Set<String> values) {
		return String.join(", ", new TreeSet<>(values));
	}

}

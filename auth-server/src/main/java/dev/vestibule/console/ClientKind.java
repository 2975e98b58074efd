package dev.vestibule.console;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.vestibule.client.ClientMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to those who register one: it decides what they are asked, and what
 * goes without asking.
 */
enum ClientKind {

	/** Runs on a server, and keeps a secret there. */
	WEB(List.of("client_name", "redirect_uris", "post_logout_redirect_uris", "scope", "require_consent"),
			List.of("openid", "profile", "email")),

	/** Runs in the browser, and can keep no secret. */
	SPA(List.of("client_name", "redirect_uris", "post_logout_redirect_uris", "scope", "require_consent"),
			List.of("openid", "profile", "email")),

	/** Is installed on a device, and can keep no secret either. */
	NATIVE(List.of("client_name", "redirect_uris", "scope", "require_consent"), List.of("openid", "profile", "email")),

	/** Acts for itself, without a person. */
	SERVICE(List.of("client_name", "scope"), List.of());

	private static final Set<String> LITERALS = Set.of("127.0.0.1", "[::1]");

	private final List<String> asked;

	private final List<String> suggestedScopes;

	ClientKind(List<String> asked, List<String> suggestedScopes) {
		this.asked = asked;
		this.suggestedScopes = suggestedScopes;
	}

	static Optional<ClientKind> of(String label) {
		return Stream.of(values()).filter((kind) -> kind.label().equals(label)).findFirst();
	}

	/**
	 * The kind that a client looks most like, whoever registered it.
	 */
	static ClientKind of(ClientMetadata metadata) {
		if (!metadata.grantTypes().contains("authorization_code")) {
			return SERVICE;
		}
		if (!metadata.isPublic()) {
			return WEB;
		}
		return metadata.redirectUris().stream().anyMatch(ClientKind::isOnDevice) ? NATIVE : SPA;
	}

	// RFC 8252, sections 7.1 and 7.3.
	private static boolean isOnDevice(String redirectUri) {
		URI uri = URI.create(redirectUri);
		return uri.getScheme().indexOf('.') >= 0 || (uri.getHost() != null && LITERALS.contains(uri.getHost()));
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The names of the fields that its form has, besides the identifier.
	 */
	List<String> asked() {
		return this.asked;
	}

	/**
	 * What its form says before anybody has typed.
	 */
	Map<String, Object> suggestion(String clientId) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("client_id", clientId);
		values.put("scope", this.suggestedScopes);
		values.put("require_consent", true);
		return values;
	}

	/**
	 * Makes a whole client of what was typed.
	 */
	Map<String, @Nullable Object> complete(Map<String, @Nullable Object> typed) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>(typed);
		fields.put("grant_types",
				(this == SERVICE) ? List.of("client_credentials") : List.of("authorization_code", "refresh_token"));
		fields.put("token_endpoint_auth_method", (this == SPA || this == NATIVE) ? "none" : "client_secret_basic");
		return fields;
	}

}

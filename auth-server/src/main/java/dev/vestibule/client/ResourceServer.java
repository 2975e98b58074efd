package dev.vestibule.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An API that accepts this server's access tokens, and the scopes that it knows.
 *
 * @param uri its resource indicator (RFC 8707, section 2): an absolute URI without a
 * fragment, which is also the audience of its tokens
 * @param name what people are shown
 * @param scopes a scope belongs to one resource server
 * @param accessTokenLifetime how long its tokens live, 15 minutes at most; null for what
 * all live
 * @param accessTokenSigningAlg what they are signed with, whichever client asks; null for
 * the client's choice
 * @param clientId the client as which it may introspect its tokens (RFC 7662); null if it
 * validates them itself
 */
public record ResourceServer(String uri, String name, List<Scope> scopes, @Nullable Duration accessTokenLifetime,
		@Nullable String accessTokenSigningAlg, @Nullable String clientId) {

	/** What access tokens can be signed with. */
	public static final Set<String> ALGORITHMS = ClientMetadataReader.ALGORITHMS;

	public static final int MAX_URI = 2048;

	public static final int MAX_NAME = 100;

	public static final int MAX_DESCRIPTION = 300;

	public static final Duration LONGEST_LIFETIME = Duration.ofMinutes(15);

	private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

	// RFC 6749, section 3.3.
	private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

	public ResourceServer {
		require(isIndicator(uri),
				"The URI of a resource server must be absolute and without a fragment: " + printable(uri));
		require(!name.isBlank() && name.length() <= MAX_NAME,
				"The name of " + uri + " must be 1 to " + MAX_NAME + " characters.");
		require(accessTokenLifetime == null || accessTokenLifetime.compareTo(Duration.ofSeconds(1)) >= 0
				&& accessTokenLifetime.compareTo(LONGEST_LIFETIME) <= 0,
				"The lifetime of the access tokens of " + uri + " must be between 1 second and 15 minutes.");
		require(accessTokenSigningAlg == null || ALGORITHMS.contains(accessTokenSigningAlg),
				"What the access tokens are signed with of " + uri + " must be one of "
						+ String.join(", ", new TreeSet<>(ALGORITHMS)) + ".");
		Set<String> names = new HashSet<>();
		scopes.forEach(
				(scope) -> require(names.add(scope.name()), uri + " has the scope \"" + scope.name() + "\" twice."));
		// In the order in which they are kept.
		scopes = scopes.stream().sorted(Comparator.comparing(Scope::name)).toList();
	}

	/**
	 * Whether this can be a resource indicator.
	 */
	public static boolean isIndicator(String uri) {
		try {
			URI parsed = new URI(uri);
			return parsed.isAbsolute() && parsed.getRawFragment() == null && parsed.getRawUserInfo() == null
					&& uri.length() <= MAX_URI && uri.chars().allMatch((character) -> character < 0x7F);
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/**
	 * What is shown of it, without what is not set.
	 */
	Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("uri", uri());
		fields.put("name", name());
		fields.put("scopes", this.scopes.stream().map(Scope::fields).toList());
		if (this.accessTokenLifetime != null) {
			fields.put("access_token_lifetime", this.accessTokenLifetime.toSeconds());
		}
		if (this.accessTokenSigningAlg != null) {
			fields.put("access_token_signing_alg", this.accessTokenSigningAlg);
		}
		if (this.clientId != null) {
			fields.put("client_id", this.clientId);
		}
		return fields;
	}

	static String printable(String text) {
		return text.replaceAll("[^\\x20-\\x7E]", "?");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new IllegalArgumentException(message);
		}
	}

	/**
	 * One thing that a token may permit at a resource server.
	 *
	 * @param description what a person reads when asked to agree
	 * @param descriptions the same by language, such as {@code ko}; whoever reads another
	 * gets the plain one
	 */
	public record Scope(String name, @Nullable String description, Map<String, String> descriptions) {

		public Scope {
			require(isName(name), "This is not the name of a scope: " + printable(name));
			require(description == null || description.length() <= MAX_DESCRIPTION, tooLong(name));
			descriptions.forEach((language, text) -> {
				require(isLanguage(language), "The scope \"" + name + "\" is described in \"" + printable(language)
						+ "\", which is no language such as ko.");
				require(text.length() <= MAX_DESCRIPTION, tooLong(name));
			});
			descriptions = Map.copyOf(descriptions);
		}

		/**
		 * Whether a resource server can have a scope of this name.
		 */
		public static boolean isName(String name) {
			return SCOPE.matcher(name).matches() && !ClientMetadata.IDENTITY_SCOPES.contains(name);
		}

		/**
		 * Whether a description can be in a language of this name.
		 */
		public static boolean isLanguage(String language) {
			return LANGUAGE.matcher(language).matches();
		}

		private Map<String, Object> fields() {
			Map<String, Object> fields = new LinkedHashMap<>();
			fields.put("name", name());
			if (this.description != null) {
				fields.put("description", this.description);
			}
			if (!this.descriptions.isEmpty()) {
				fields.put("descriptions", new TreeMap<>(this.descriptions));
			}
			return fields;
		}

		private static String tooLong(String name) {
			return "The description of the scope \"" + name + "\" is longer than " + MAX_DESCRIPTION + " characters.";
		}

	}

}

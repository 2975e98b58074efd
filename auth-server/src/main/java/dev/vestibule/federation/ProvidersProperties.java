package dev.vestibule.federation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import dev.vestibule.web.Loopback;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The providers people may sign in with; one is on when it has a client.
 */
@ConfigurationProperties("vestibule.providers")
record ProvidersProperties(@DefaultValue Google google, @DefaultValue Facebook facebook) {

	/**
	 * Google, or what speaks as it does.
	 *
	 * @param clientId the OAuth client's id in the Google Cloud console
	 * @param issuerUri where its OpenID Connect discovery begins
	 */
	record Google(@Nullable String clientId, @Nullable String clientSecret,
			@DefaultValue("https://accounts.google.com") String issuerUri) {

		Google {
			requireBothOrNone("google", clientId, clientSecret);
			requireTls("google.issuer-uri", issuerUri);
		}

		@Nullable Client client() {
			return Client.of(this.clientId, this.clientSecret);
		}

		@Override
		public String toString() {
			return "Google[clientId=" + this.clientId + "]";
		}

	}

	/**
	 * Facebook, or what speaks as it does.
	 *
	 * @param clientId the app's id at Meta
	 * @param clientSecret the app's secret, which also proves calls to the Graph API
	 * @param graphVersion the Graph API's version; each lives about two years
	 */
	record Facebook(@Nullable String clientId, @Nullable String clientSecret,
			@DefaultValue("v26.0") String graphVersion, @DefaultValue("https://www.facebook.com") String webUri,
			@DefaultValue("https://graph.facebook.com") String graphUri) {

		private static final Pattern VERSION = Pattern.compile("v[0-9]+\\.[0-9]+");

		Facebook {
			requireBothOrNone("facebook", clientId, clientSecret);
			requireTls("facebook.web-uri", webUri);
			requireTls("facebook.graph-uri", graphUri);
			if (!VERSION.matcher(graphVersion).matches()) {
				throw new IllegalArgumentException(
						"vestibule.providers.facebook.graph-version must look like v26.0: " + graphVersion);
			}
		}

		@Nullable Client client() {
			return Client.of(this.clientId, this.clientSecret);
		}

		@Override
		public String toString() {
			return "Facebook[clientId=" + this.clientId + "]";
		}

	}

	/**
	 * Who we are at a provider.
	 */
	record Client(String id, String secret) {

		private static @Nullable Client of(@Nullable String id, @Nullable String secret) {
			return (id != null && secret != null && isSet(id)) ? new Client(id, secret) : null;
		}

		@Override
		public String toString() {
			return this.id;
		}

	}

	private static void requireBothOrNone(String provider, @Nullable String clientId, @Nullable String clientSecret) {
		if (isSet(clientId) != isSet(clientSecret)) {
			throw new IllegalArgumentException("vestibule.providers." + provider + " is half set: "
					+ (isSet(clientId) ? "client-secret" : "client-id") + " is missing.");
		}
	}

	private static void requireTls(String setting, String uri) {
		String host = hostOf(uri);
		if (host == null || !(uri.startsWith("https://") || (uri.startsWith("http://") && Loopback.isHost(host)))) {
			throw new IllegalArgumentException(
					"vestibule.providers." + setting + " must begin with https:// (http:// only on localhost): " + uri);
		}
	}

	private static @Nullable String hostOf(String uri) {
		try {
			return new URI(uri).getHost();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static boolean isSet(@Nullable String value) {
		return value != null && !value.isBlank();
	}

}

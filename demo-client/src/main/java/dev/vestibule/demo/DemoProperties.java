package dev.vestibule.demo;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings under {@code demo.*}: all that the demo needs to know of the world around
 * it.
 *
 * @param issuer the authorization server's issuer, exactly as it stands in its tokens
 * @param baseUrl where browsers reach this application, without a slash at the end
 * @param clientId the relying app's client
 * @param clientSecret the relying app's secret
 * @param spaClientId the public client of the page at {@code /spa}
 */
@ConfigurationProperties("demo")
public record DemoProperties(String issuer, String baseUrl, String clientId, @Nullable String clientSecret,
		String spaClientId) {

	public DemoProperties {
		if (clientSecret == null || clientSecret.isBlank()) {
			throw new MissingSettingException(
					"demo.client-secret is not set: give the secret under which the authorization server knows the client \""
							+ clientId + "\", as DEMO_CLIENTSECRET for one.");
		}
	}

	@Override
	public String clientSecret() {
		if (this.clientSecret == null) {
			throw new IllegalStateException("refused by the constructor");
		}
		return this.clientSecret;
	}

	/**
	 * Whether browsers reach this application over TLS.
	 */
	boolean secure() {
		return this.baseUrl.startsWith("https://");
	}

	/**
	 * The resource server's identifier (RFC 8707), the audience of every token that it
	 * accepts.
	 */
	public String api() {
		return this.baseUrl + "/api";
	}

}

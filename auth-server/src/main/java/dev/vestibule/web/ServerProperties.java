package dev.vestibule.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who this server is to the outside.
 *
 * @param issuer the issuer identifier (RFC 8414, section 2), which is also the address
 * that every link is built from: https, or http on loopback; a host and a port at most,
 * without a path
 * @param quickstart permits the well-known secrets of the quickstart; only with an issuer
 * on loopback
 */
@ConfigurationProperties("vestibule")
public record ServerProperties(@Nullable String issuer, boolean quickstart) {

	public ServerProperties {
		if (issuer == null || issuer.isBlank()) {
			throw new IllegalArgumentException(
					"vestibule.issuer is not set: give the address under which people reach this server, such as https://login.example.com.");
		}
		URI uri = parse(issuer);
		boolean loopback = Loopback.isHost(uri.getHost());
		if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && loopback)) {
			throw new IllegalArgumentException(
					"vestibule.issuer must begin with https:// (http:// only on localhost): " + issuer);
		}
		if (!issuer.equals(origin(uri))) {
			throw new IllegalArgumentException(
					"vestibule.issuer must be written as browsers write it, " + origin(uri) + ", not " + issuer + ".");
		}
		if (quickstart && !loopback) {
			throw new IllegalArgumentException(
					"vestibule.quickstart permits well-known secrets, so the issuer must be on localhost: " + issuer);
		}
	}

	/**
	 * The issuer identifier.
	 */
	@Override
	public String issuer() {
		if (this.issuer == null) {
			throw new IllegalStateException("refused by the constructor");
		}
		return this.issuer;
	}

	/**
	 * An absolute address of this server.
	 * @param path begins with a slash
	 */
	public String url(String path) {
		return issuer() + path;
	}

	/**
	 * Whether people reach this server over TLS, so that cookies may say so.
	 */
	public boolean secure() {
		return issuer().startsWith("https:");
	}

	private static URI parse(String issuer) {
		try {
			URI uri = new URI(issuer);
			if (uri.getHost() != null && uri.getUserInfo() == null && (uri.getPath() == null || uri.getPath().isEmpty())
					&& uri.getQuery() == null && uri.getFragment() == null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// answered below, with the same words
		}
		throw new IllegalArgumentException(
				"vestibule.issuer must be a scheme, a host and at most a port, without a slash at the end: " + issuer);
	}

	/**
	 * The form in which browsers send an origin (RFC 6454, section 6.2).
	 */
	private static String origin(URI uri) {
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		boolean usualPort = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
		return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (usualPort ? "" : ":" + uri.getPort());
	}

}

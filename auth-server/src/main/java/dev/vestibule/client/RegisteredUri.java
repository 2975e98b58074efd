package dev.vestibule.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.vestibule.web.Loopback;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which URIs may be registered as a target for a browser. A registered URI is absolute
 * and complete, and is meant to be compared character by character; it has one of these
 * forms:
 * <ul>
 * <li>{@code https://host[:port]/path[?query]};</li>
 * <li>{@code http://} with the host {@code localhost}, {@code 127.0.0.1} or
 * {@code [::1]}, for development and for native apps (RFC 8252, section 7.3: for the two
 * literals the port may differ when compared);</li>
 * <li>{@code com.example.app:/path}, a private-use scheme with a dot, for public clients
 * only (RFC 8252, section 7.1).</li>
 * </ul>
 * It has no fragment, no user information, no wildcard, no dot segments, and nothing
 * beyond printable ASCII.
 */
public final class RegisteredUri {

	public static final int MAX_LENGTH = 2048;

	private static final Pattern DOT_SEGMENT = Pattern.compile("/(\\.|%2[eE]){1,2}(;[^/]*)?(/|$)");

	private RegisteredUri() {
	}

	/**
	 * What is wrong with a redirect URI.
	 * @return the rest of a sentence that begins with the field, or null if it is well
	 */
	static @Nullable String flaw(String value, boolean publicClient) {
		String flaw = flawOfCharacters(value);
		if (flaw != null) {
			return flaw;
		}
		try {
			// An answer's parameters are added by this class, which is stricter.
			UriComponentsBuilder.fromUriString(value).build(true);
			return flaw(new URI(value), publicClient);
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			return "is not a URI";
		}
	}

	/**
	 * What is wrong with the address of a web page, or of anything else that is called by
	 * it.
	 * @return the rest of a sentence that begins with the field, or null if it is well
	 */
	public static @Nullable String flawOfPage(String value) {
		return flaw(value, false);
	}

	private static @Nullable String flawOfCharacters(String value) {
		if (value.length() > MAX_LENGTH) {
			return "is longer than " + MAX_LENGTH + " characters";
		}
		if (!value.chars().allMatch((character) -> character > ' ' && character < 0x7F && character != '\\')) {
			return "has a character that is not permitted: only printable ASCII without spaces and backslashes";
		}
		if (value.indexOf('*') >= 0) {
			return "has a wildcard: it must be the complete URI";
		}
		return (value.indexOf('#') >= 0) ? "has a fragment" : null;
	}

	private static @Nullable String flaw(URI uri, boolean publicClient) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (scheme.equals("https") || scheme.equals("http")) {
			return flawOfWeb(uri, scheme);
		}
		if (scheme.indexOf('.') < 0) {
			return "must begin with https:// (http:// only on localhost, 127.0.0.1 or [::1])";
		}
		if (!publicClient) {
			return "has a private-use scheme, which only public clients may have";
		}
		if (uri.isOpaque() || uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
			return "must have the form com.example.app:/path";
		}
		return flawOfPath(uri);
	}

	private static @Nullable String flawOfWeb(URI uri, String scheme) {
		// Only an authority of a host and a port gives a host here.
		if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawAuthority().indexOf('@') >= 0) {
			return "must have a host, without user name or password";
		}
		if (uri.getRawAuthority().endsWith(":") || uri.getPort() == 0 || uri.getPort() > 65535) {
			return "has a port that does not exist";
		}
		if (scheme.equals("http") && !Loopback.isHost(uri.getHost())) {
			return "must begin with https:// (http:// only on localhost, 127.0.0.1 or [::1])";
		}
		return flawOfPath(uri);
	}

	private static @Nullable String flawOfPath(URI uri) {
		return (DOT_SEGMENT.matcher(uri.getRawPath()).find()) ? "has a dot segment in its path" : null;
	}

}

package dev.vestibule.signin;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.vestibule.keyring.RandomText;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.session.BrowserCookie;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

/**
 * Tells browsers apart beyond their sessions, by a cookie of 256 random bits that opens
 * nothing. All that comes after it sees its SHA-256.
 */
@Component
class DeviceCookie {

	/** The longest that browsers keep a cookie. */
	static final Duration LIFETIME = Duration.ofDays(400);

	private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

	private final BrowserCookie cookie;

	DeviceCookie(ServerProperties server) {
		this.cookie = new BrowserCookie(server, "device");
	}

	/**
	 * The device's hash, in hexadecimal; empty if this browser has never signed in.
	 */
	Optional<String> read(HttpServletRequest request) {
		return value(request).map(DeviceCookie::hash);
	}

	/**
	 * Has the browser keep what it has, or a new value, for as long as can be.
	 * @return the device's hash, in hexadecimal
	 */
	String keep(HttpServletRequest request, HttpServletResponse response) {
		String value = value(request).orElseGet(() -> RandomText.of(32));
		this.cookie.write(response, value, LIFETIME);
		return hash(value);
	}

	private Optional<String> value(HttpServletRequest request) {
		return this.cookie.read(request).stream().filter((value) -> VALUE.matcher(value).matches()).findFirst();
	}

	private static String hash(String value) {
		return HexFormat.of().formatHex(Sha256.of(value));
	}

}

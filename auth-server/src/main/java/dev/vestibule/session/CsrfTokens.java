package dev.vestibule.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.vestibule.keyring.HmacSha256;
import dev.vestibule.keyring.RandomText;
import dev.vestibule.web.ServerProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/**
 * Proves that a form is one of ours, without keeping anything: its token is the HMAC of
 * the browser's session under 256 random bits in a cookie. Who could plant a cookie does
 * not know the session, and who knew the session cannot read the cookie. While nobody is
 * signed in and nothing is being proved there is only the cookie.
 */
@Component
class CsrfTokens implements CsrfTokenRepository {

	private static final String HEADER = "X-CSRF-TOKEN";

	private static final String PARAMETER = "_csrf";

	private static final String MADE = CsrfTokens.class.getName();

	private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");

	private final BrowserCookie cookie;

	CsrfTokens(ServerProperties server) {
		this.cookie = new BrowserCookie(server, "csrf");
	}

	@Override
	public CsrfToken generateToken(HttpServletRequest request) {
		String value = RandomText.of(32);
		request.setAttribute(MADE, value);
		return token(value, request);
	}

	@Override
	public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
		if (token != null && request.getAttribute(MADE) instanceof String made) {
			this.cookie.write(response, made, null);
		}
	}

	@Override
	public @Nullable CsrfToken loadToken(HttpServletRequest request) {
		return value(request).map((value) -> token(value, request)).orElse(null);
	}

	private Optional<String> value(HttpServletRequest request) {
		if (request.getAttribute(MADE) instanceof String made) {
			return Optional.of(made);
		}
		return this.cookie.read(request).stream().filter((value) -> VALUE.matcher(value).matches()).findFirst();
	}

	private static CsrfToken token(String key, HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		boolean bound = session != null && Logins.isOnesOwn(session);
		return new DefaultCsrfToken(HEADER, PARAMETER, hmac(key, bound ? session.getId() : ""));
	}

	private static String hmac(String key, String message) {
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(HmacSha256.of(key.getBytes(StandardCharsets.US_ASCII),
					message.getBytes(StandardCharsets.US_ASCII)));
	}

}

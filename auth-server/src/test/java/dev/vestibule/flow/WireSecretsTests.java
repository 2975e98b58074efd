package dev.vestibule.flow;

import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;

/**
 * What tests share that look for secrets where none may be.
 */
abstract class WireSecretsTests extends SignInFlowTests {

	/**
	 * Signs up, signs in, and gets tokens.
	 * @return every secret that was seen on the wire, with its name
	 */
	Map<String, String> walk() {
		Map<String, String> secrets = new LinkedHashMap<>();
		String email = someone();
		Browser pending = browser();
		signUp(pending, email);
		secrets.put("session cookie of a pending sign-up", cookie(pending));
		secrets.put("mailed code", code(email, 1));
		secrets.put("mailed link", token(link(email, 1)));
		type(pending, notThe(code(email, 1)));
		press(pending, link(email, 1));
		Browser browser = signedIn(someone());
		secrets.put("session cookie", cookie(browser));
		secrets.put("password", People.PASSWORD);
		secrets.put("unspent authorization code", code(browser, this.web, "openid"));
		String code = code(browser, this.web, "openid notes.read");
		secrets.put("authorization code", code);
		Page tokens = this.web.redeem(code);
		secrets.put("access token", RelyingApp.field(tokens, "access_token"));
		secrets.put("ID token", RelyingApp.field(tokens, "id_token"));
		secrets.put("refresh token", RelyingApp.field(tokens, "refresh_token"));
		this.web.userInfo(secrets.get("access token"));
		secrets.put("successor", RelyingApp.field(this.web.refresh(secrets.get("refresh token")), "refresh_token"));
		secrets.put("consent state", consentState(browser));
		secrets.put("client secret", "web-secret");
		secrets.put("keyring key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
		return secrets;
	}

	static String cookie(Browser browser) {
		return browser.cookies()
			.stream()
			.filter((cookie) -> cookie.getName().contains("SESSION"))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElseThrow();
	}

	private static String consentState(Browser browser) {
		RelyingApp asking = new RelyingApp(NODE.url(), "asking", "asking-secret");
		Page consent = browser.visit(asking.authorizeUrl("openid notes.read"));
		return Browser.queryParameter(consent.response().uri(), "state");
	}

	/**
	 * All that the database holds.
	 */
	static String dump() {
		List<String> tables = NODE.jdbc().sql("""
				SELECT quote_ident(table_name) FROM information_schema.tables
				WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
				""").query(String.class).list();
		StringBuilder dump = new StringBuilder();
		for (String table : tables) {
			NODE.jdbc()
				.sql("SELECT row_to_json(t)::text FROM " + table + " t")
				.query(String.class)
				.list()
				.forEach((row) -> dump.append(row).append('\n'));
		}
		return dump.toString();
	}

	/**
	 * Where secrets are looked for: as they are, encoded for a URL, and as their bytes in
	 * hexadecimal; six digits only as a word of their own.
	 */
	record Haystack(String text, String lower) {

		Haystack(String text) {
			this(text, text.toLowerCase(Locale.ROOT));
		}

		boolean holds(String secret) {
			if (secret.matches("[0-9]{6}")) {
				return Pattern.compile("(?<![0-9a-zA-Z.-])" + secret + "(?![0-9a-zA-Z.-])").matcher(this.text).find();
			}
			return this.text.contains(secret) || this.text.contains(Browser.encode(secret))
					|| this.lower.contains(hex(secret.getBytes(StandardCharsets.UTF_8)))
					|| this.lower.contains(hex(decode(secret)));
		}

	}

	private static String hex(byte[] bytes) {
		return (bytes.length < 8) ? "no secret is this short" : HexFormat.of().formatHex(bytes);
	}

	private static byte[] decode(String secret) {
		try {
			return Base64.getUrlDecoder().decode(secret);
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

}

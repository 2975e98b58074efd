package dev.vestibule.flow;

import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attack 39: whoever reads the whole database finds nothing that opens anything.
 */
class DatabaseDumpTests extends FlowTests {

	private static final Pattern LINK = Pattern.compile("token=([A-Za-z0-9_-]{60,})");

	@Test
	void attack39DumpThenNothingThatWasSeenOnTheWire() {
		Map<String, String> secrets = new LinkedHashMap<>();
		String email = someone();
		Browser pending = browser();
		pending.submit("/signup", Map.of("email", email, "name", "Ann", "password", People.PASSWORD));
		secrets.put("session cookie of a pending sign-up", cookie(pending));
		String mail = this.people.newest(email);
		Matcher link = LINK.matcher(mail.replace("=\r\n", "").replace("=3D", "="));
		assertThat(link.find()).isTrue();
		secrets.put("mailed link", link.group(1));
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
		secrets.put("successor", RelyingApp.field(this.web.refresh(secrets.get("refresh token")), "refresh_token"));
		secrets.put("consent state", consentState(browser));
		secrets.put("client secret", "web-secret");
		secrets.put("keyring key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
		String dump = dump();
		assertThat(dump).contains(email);
		secrets.forEach((name, secret) -> assertThat(isIn(dump, secret)).as(name).isFalse());
		assertThat(Pattern.compile("\"[^\"]*\"\\s*:\\s*\"" + this.people.code(email) + "\"").matcher(dump).find())
			.as("verification code")
			.isFalse();
	}

	private static String cookie(Browser browser) {
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

	private static String dump() {
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

	// As it is, and as bytes would show it: binary columns are dumped in hexadecimal.
	private static boolean isIn(String dump, String secret) {
		String lower = dump.toLowerCase(Locale.ROOT);
		return dump.contains(secret) || lower.contains(hex(secret.getBytes(StandardCharsets.UTF_8)))
				|| lower.contains(hex(decode(secret)));
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

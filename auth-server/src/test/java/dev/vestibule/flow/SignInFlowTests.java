package dev.vestibule.flow;

import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;

/**
 * What tests of the ways in share: the steps one by one, and a look at what is kept.
 */
abstract class SignInFlowTests extends FlowTests {

	private static final Pattern CODE = Pattern.compile("(?<![0-9])([0-9]{6})(?![0-9])");

	private static final Pattern LINK = Pattern.compile("http\\S+/link\\?token=\\S+");

	static Map<String, String> form(String email) {
		return new TreeMap<>(Map.of("email", email, "name", "Ann Example", "password", People.PASSWORD));
	}

	static Page signUp(Browser browser, String email) {
		return browser.submit("/signup", form(email));
	}

	static Page type(Browser browser, String code) {
		return browser.submit("/verify", Map.of("code", code));
	}

	static Page press(Browser browser, String link) {
		return browser.post("/verify/link", Map.of("token", token(link), "_csrf", browser.csrf(link)));
	}

	static Page resend(Browser browser) {
		return browser.post("/verify/resend", Map.of("_csrf", browser.csrf("/verify")));
	}

	/**
	 * A minute later, as far as an address is concerned.
	 */
	static void aMinuteLater(String email) {
		changeChallenge(email, "asked_at = asked_at - interval '60 seconds'");
		forgetLimits("mails", email);
	}

	static void changeChallenge(String email, String assignment) {
		NODE.jdbc().sql("UPDATE challenge SET " + assignment + " WHERE email = ?").param(email).update();
	}

	/**
	 * As if what comes next came from another source, or on another day.
	 */
	static void forgetLimits(String name, String email) {
		NODE.jdbc().sql("DELETE FROM limit_count WHERE id LIKE ?").param(name + "%" + email + "%").update();
	}

	static int count(String table, String email) {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM " + table + " WHERE email = ?")
			.param(email)
			.query(Integer.class)
			.single();
	}

	/**
	 * The text of the newest of so many mails to an address, once it has come.
	 */
	String mail(String email, int number) {
		Awaitility.await().until(() -> this.people.mailsTo(email).length >= number);
		return People.text(this.people.mailsTo(email)[number - 1]);
	}

	String code(String email, int number) {
		return find(CODE, mail(email, number).replaceAll("http\\S+|\\S+@\\S+", ""));
	}

	String link(String email, int number) {
		return find(LINK, mail(email, number));
	}

	static String token(String link) {
		return Browser.queryParameter(URI.create(link), "token");
	}

	/**
	 * A code that is not the one given.
	 */
	static String notThe(String code) {
		return (code.charAt(0) == '9') ? "0" + code.substring(1) : "9" + code.substring(1);
	}

	/**
	 * How fast a form can be answered, in milliseconds: others use this machine too.
	 */
	static long fastest(Browser browser, String path, Map<String, String> form) {
		return LongStream.range(0, 10).map((i) -> {
			long start = System.nanoTime();
			browser.post(path, form);
			return (System.nanoTime() - start) / 1_000_000;
		}).min().orElseThrow();
	}

	/**
	 * The session's cookie; the device's stays, whoever signs in or out.
	 */
	static List<String> cookies(Browser browser) {
		return browser.cookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals("VESTIBULE_SESSION"))
			.map(HttpCookie::getValue)
			.toList();
	}

	private static String find(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		if (!matcher.find()) {
			throw new AssertionError("not in the mail: " + text);
		}
		return matcher.group();
	}

}

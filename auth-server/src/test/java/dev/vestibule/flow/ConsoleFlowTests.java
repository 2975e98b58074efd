package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterEach;

import org.springframework.web.util.HtmlUtils;

/**
 * What tests of the console share: people with a role in the administration, for one test
 * only, and the forms that they are shown.
 */
abstract class ConsoleFlowTests extends FlowTests {

	private static final Pattern HIDDEN = Pattern
		.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

	static final AdminApi API = new AdminApi(NODE);

	private final List<String> appointed = new ArrayList<>();

	@AfterEach
	void dismiss() {
		this.appointed.forEach((email) -> role(email, null));
	}

	Browser administrator() {
		return appointed("administrator");
	}

	/**
	 * A browser of somebody who has a role in the administration.
	 */
	Browser appointed(String role) {
		String email = someone();
		Browser browser = signedIn(email);
		appoint(email, role);
		return browser;
	}

	void appoint(String email, String role) {
		role(email, role);
		this.appointed.add(email);
	}

	static void role(String email, String role) {
		NODE.jdbc()
			.sql("UPDATE account SET role = :role WHERE email = :email")
			.param("role", role)
			.param("email", email)
			.update();
	}

	/**
	 * What a browser sends that was shown a page, with what was typed into it.
	 */
	static String form(Browser browser, String path, String... fields) {
		return hidden(browser.get(path)) + "&" + fields(fields);
	}

	static String hidden(Page page) {
		Map<String, String> values = new LinkedHashMap<>();
		HIDDEN.matcher(page.body())
			.results()
			.forEach((field) -> values.put(field.group(1), HtmlUtils.htmlUnescape(field.group(2))));
		return Browser.encode(values);
	}

	static String fields(String... fields) {
		List<String> form = new ArrayList<>();
		for (int i = 0; i < fields.length; i += 2) {
			form.add(fields[i] + "=" + Browser.encode(fields[i + 1]));
		}
		return String.join("&", form);
	}

}

package dev.vestibule.flow;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.util.HtmlUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Webhooks as administrators see them in the console.
 */
class ConsoleWebhookTests extends ConsoleFlowTests {

	private static final String WEBHOOKS = "/admin/webhooks";

	private static final String SCRIPT = "<script>alert(1)</script>";

	private static final Pattern SECRET = Pattern.compile("id=\"secret\"[^>]* value=\"(whsec_[^\"]+)\"");

	private static final Pattern PAGE = Pattern.compile("href=\"(" + WEBHOOKS + "/[0-9a-f-]{36})\"");

	private final Hook hook = new Hook();

	private final Browser browser = administrator();

	@AfterEach
	void leave() {
		this.hook.close();
		NODE.jdbc().sql("DELETE FROM webhook").update();
	}

	@Test
	void registerThenSecretIsShownOnceAndATestArrives() {
		Page created = register(this.hook.url(), "none.such");
		String secret = secret(created);
		String page = page(created);
		assertThat(this.browser.get(page).body()).doesNotContain(secret).contains(this.hook.url(), "In order");
		assertThat(this.browser.get(WEBHOOKS + "?q=127.0.0.1").body()).contains(this.hook.url());
		assertThat(this.browser.get(WEBHOOKS + "?q=none-such").body()).contains("No webhook matches");
		Page again = register(this.hook.url(), "none.such");
		assertThat(again.status()).isEqualTo(409);
		assertThat(again.body()).contains("Address is taken.").doesNotContain("whsec_");

		assertThat(this.browser.follow(send(page + "/test", page)).body()).contains("A test is on its way");
		String arrived = page + "?state=delivered";
		Awaitility.await().until(() -> this.browser.get(arrived).body().contains(page + "/deliveries/"));
		assertThat(this.hook.calls).hasSize(1);
		Matcher redeliver = Pattern.compile("action=\"(" + page + "/deliveries/[^\"]+)\"")
			.matcher(this.browser.get(arrived).body());
		assertThat(redeliver.find()).isTrue();
		assertThat(this.browser.follow(send(redeliver.group(1), page)).body()).contains("It is sent again");
		Awaitility.await().until(() -> this.hook.calls.size() == 2);
		assertThat(this.browser.get(page + "?state=failed").body()).contains("There is none like this.");
		assertThat(this.browser.get(page + "?state=unheard").status()).isEqualTo(400);
	}

	@Test
	void attack25WhenRegisteredWithAMistakeThenTheApisWordsAreNextToTheField() {
		String path = WEBHOOKS + "/new";
		String form = form(path, "url", "http://hooks.example/", "kinds", "Bad\r\naccount.created");
		Page refused = this.browser.post(path, form);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(HtmlUtils.htmlUnescape(refused.body())).contains("must begin with https://",
				"Bad must be a kind such as account.created, or several such as account.*.", "http://hooks.example/");
		assertThat(this.browser.post(path, form(path)).body()).contains("Address is required.",
				"Events must name a kind of events, or * for all.");
		assertThat(HtmlUtils.htmlUnescape(this.browser.post(path, form, "Accept-Language", "ko").body()))
			.contains("account.created 같은 이벤트 이름");
		assertThat(this.browser.post(path, form(path, "enabled", "false")).status()).isEqualTo(400);
		assertThat(this.browser.get(WEBHOOKS + "/unheard-of").status()).isEqualTo(404);
	}

	@Test
	void editWhenAnotherHasChangedItThenBothAreShown() {
		String page = page(register(this.hook.url(), "none.such"));
		String mine = form(page + "/edit", "url", this.hook.url(), "description", "Mine", "kinds", "none.such");
		assertThat(AdminCaller.cli(NODE)
			.patch(page.substring("/admin".length()), "{\"description\": \"Theirs\"}")
			.status()).isEqualTo(200);
		Page conflict = this.browser.post(page + "/edit", mine);
		assertThat(conflict.status()).isEqualTo(412);
		assertThat(conflict.body()).contains("Somebody else has changed", "Theirs", "value=\"Mine\"");
		String again = hidden(conflict) + "&"
				+ Browser.encode(Map.of("url", this.hook.url(), "description", "Mine", "kinds", "none.such"));
		assertThat(this.browser.follow(this.browser.post(page + "/edit", again)).body()).contains("Saved.", "Mine");
	}

	@Test
	void secretWhenReplacedThenNotTwiceByOneForm() {
		String page = page(register(this.hook.url(), "none.such"));
		// A version has its time in seconds.
		NODE.jdbc().sql("UPDATE webhook_secret SET created_at = created_at - interval '1 minute'").update();
		String form = form(page + "/secret", "previous_secret_expires_in", "0");
		assertThat(secret(this.browser.post(page + "/secret", form))).startsWith("whsec_");
		Page again = this.browser.post(page + "/secret", form);
		assertThat(again.status()).isEqualTo(412);
		assertThat(again.body()).contains("The webhook has changed").doesNotContain("whsec_");
	}

	@Test
	void attack30WhenViewerOrOperatorThenOfferedAndPermittedWhatTheApiPermits() {
		String page = page(register(this.hook.url(), "none.such"));
		for (String role : new String[] { "viewer", "operator" }) {
			Browser other = appointed(role);
			Page shown = other.get(page);
			assertThat(shown.status()).isEqualTo(200);
			assertThat(shown.body().contains(page + "/test")).isEqualTo(role.equals("operator"));
			assertThat(shown.body()).doesNotContain(page + "/edit", page + "/secret", page + "/delete",
					page + "/disable");
			Map<String, String> form = Map.of("_csrf", other.csrf(page));
			for (String refused : new String[] { "/edit", "/secret", "/delete", "/disable", "/enable" }) {
				assertThat(other.post(page + refused, form).status()).as(role + refused).isEqualTo(403);
			}
			assertThat(other.post(page + "/test", form).status()).isEqualTo(role.equals("operator") ? 303 : 403);
		}
	}

	@Test
	void disableAndDeleteThenNothingIsSentAnyMore() {
		String page = page(register(this.hook.url(), "none.such"));
		assertThat(this.browser.follow(send(page + "/disable", page)).body()).contains("The webhook is disabled");
		assertThat(send(page + "/test", page).status()).isEqualTo(409);
		assertThat(this.browser.follow(send(page + "/enable", page)).body()).contains("The webhook is enabled");
		assertThat(this.browser.follow(this.browser.post(page + "/delete", form(page + "/delete"))).body())
			.contains("The webhook is deleted");
		assertThat(this.browser.get(page).status()).isEqualTo(404);
	}

	@Test
	void attack38WhenDescriptionIsAScriptThenEscapedEverywhere() {
		String path = WEBHOOKS + "/new";
		Page created = this.browser.post(path,
				form(path, "url", this.hook.url() + "?a='b'", "description", SCRIPT, "kinds", "none.such"));
		String page = page(created);
		for (String shown : new String[] { WEBHOOKS, page, page + "/edit", page + "/secret", page + "/delete" }) {
			assertThat(this.browser.get(shown).status()).as(shown).isEqualTo(200);
			assertThat(this.browser.get(shown).body()).as(shown).doesNotContain(SCRIPT);
		}
	}

	private Page register(String url, String kinds) {
		String path = WEBHOOKS + "/new";
		return this.browser.post(path, form(path, "url", url, "kinds", kinds));
	}

	private Page send(String path, String shown) {
		return this.browser.post(path, Map.of("_csrf", this.browser.csrf(shown)));
	}

	private String form(String path, String... fields) {
		return form(this.browser, path, fields);
	}

	private static String secret(Page page) {
		Matcher secret = SECRET.matcher(page.body());
		assertThat(secret.find()).as("a secret").isTrue();
		return HtmlUtils.htmlUnescape(secret.group(1));
	}

	private static String page(Page page) {
		Matcher link = PAGE.matcher(page.body());
		assertThat(link.find()).as("a link to the webhook").isTrue();
		return link.group(1);
	}

}

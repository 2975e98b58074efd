package dev.vestibule.quickstart.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import org.awaitility.Awaitility;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A person with a browser of their own, a name and an address, and the steps that they
 * take. Steps go by the fields' names, so that they work in any language.
 */
final class Visitor implements AutoCloseable {

	static final String PASSWORD = "a sentence that only I know";

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final int number = NUMBERS.incrementAndGet();

	private final List<String> codes = new CopyOnWriteArrayList<>();

	private final List<String> violations = new CopyOnWriteArrayList<>();

	private final World world;

	private final Browser browser;

	private final boolean script;

	private BrowserContext context;

	private Page page;

	private String email = "person-%d@people.example".formatted(this.number);

	Visitor(World world, Browser browser, boolean script) {
		this.world = world;
		this.browser = browser;
		this.script = script;
		this.context = newContext("en-GB");
		this.page = this.context.newPage();
	}

	private BrowserContext newContext(String language) {
		BrowserContext created = this.browser.newContext(new Browser.NewContextOptions().setLocale(language)
			.setJavaScriptEnabled(this.script)
			.setReducedMotion(ReducedMotion.REDUCE)
			.setViewportSize(1280, 900));
		created.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
		created.onRequest((request) -> {
			if (request.url().startsWith(this.world.demo("/")) && request.url().contains("code=")) {
				this.codes.add(request.url());
			}
		});
		created.onConsoleMessage((message) -> {
			if (message.text().contains("Content Security Policy")) {
				this.violations.add(message.page().url() + ": " + message.text());
			}
		});
		return created;
	}

	int number() {
		return this.number;
	}

	String email() {
		return this.email;
	}

	Visitor called(String email) {
		this.email = email;
		return this;
	}

	/** Takes another browser, which is set to a language. */
	Visitor speaking(String language) {
		this.context.close();
		this.context = newContext(language);
		this.page = this.context.newPage();
		return this;
	}

	/** Has time pass in this browser when a test says so. */
	Visitor withClock() {
		this.context.clock().install();
		return this;
	}

	/** Who this is at a provider. */
	String subject() {
		return "10%d".formatted(1_000_000 + this.number);
	}

	Page page() {
		return this.page;
	}

	Mailbox mailbox() {
		return this.world.mailbox(this.email);
	}

	Locator find(String selector) {
		return this.page.locator(selector);
	}

	void open(String url) {
		this.page.navigate(url);
	}

	/** Shows a mail as a mail program does, under no page's policy. */
	void read(Mailbox.Mail mail) {
		open("about:blank");
		this.page.setContent(mail.html());
	}

	void fill(String field, String value) {
		find("[name=" + field + "]").fill(value);
	}

	/** Presses the button of the form that has the field. */
	void submit(String field) {
		find("form:has([name=" + field + "]) button:not([formnovalidate])").click();
	}

	/** From the demo client's page to the server's login page. */
	void startLogin() {
		open(this.world.demo("/"));
		find("main a.primary").click();
		assertAt(this.world.auth("/login"));
	}

	/**
	 * From the demo client's page past the login page, thanks to a session at the server.
	 */
	void startLoginSignedIn() {
		open(this.world.demo("/"));
		find("main a.primary").click();
	}

	void choose(String provider) {
		find("a[href$='/oauth2/authorization/" + provider + "']").click();
		assertThat(find("h1")).containsText("Simulated");
	}

	/** Fills in a simulated provider's form. */
	void introduce() {
		introduceWith(this.email);
	}

	void introduceWith(String address) {
		fill("subject", subject());
		fill("name", name());
		fill("email", address);
		submit("subject");
	}

	void cancelAtProvider() {
		find("button[value=cancel]").click();
	}

	/** Begins at the demo client and signs up with a password, up to the code. */
	void signUp() {
		startLogin();
		find("main a[href='/signup']").click();
		fillSignUp(this.email, name(), PASSWORD);
	}

	void fillSignUp(String address, String name, String password) {
		fill("email", address);
		fill("name", name);
		fill("password", password);
		submit("password");
	}

	void signIn(String password) {
		fill("username", this.email);
		fill("password", password);
		submit("username");
	}

	void typeMailedCode() {
		type(mailbox().newest().code());
	}

	/** Waits until the page says that the mail was sent. */
	Mailbox.Mail awaitDelivery() {
		Mailbox.Mail mail = mailbox().newest();
		Awaitility.await().until(() -> {
			this.page.reload();
			return find(".delivery-sent").count() == 1;
		});
		return mail;
	}

	void type(String code) {
		assertAt(this.world.auth("/verify"));
		fill("code", code);
		submit("code");
	}

	/** Goes on with a sign-up in a browser that did not begin it. */
	void continueHere(Mailbox.Mail mail) {
		open(mail.link());
		fill("code", mail.code());
		fill("name", name());
		fill("password", PASSWORD);
		submit("code");
	}

	/** Asks for another address for the account of whoever is signed in. */
	Mailbox.Mail askForAddress(String address) {
		open(this.world.auth("/account/email"));
		fill("email", address);
		submit("email");
		assertAt(this.world.auth("/account/email/code"));
		return this.world.mailbox(address).newest();
	}

	void allow() {
		find("button[form=allow]").click();
	}

	void deny() {
		find("button[form=deny]").click();
	}

	/** Signs up, confirms and allows: the shortest way to a login. */
	void arrive() {
		signUp();
		typeMailedCode();
		allow();
		assertLoggedIn();
	}

	/** Logs out at the demo client, and with that everywhere. */
	void logOut() {
		open(this.world.demo("/"));
		find("header form button").click();
		assertThat(this.page).hasURL(this.world.demo("/"));
		assertThat(find("header form")).hasCount(0);
	}

	/** Presses the tabulator until what is meant has the focus. */
	void tabTo(String selector) {
		Locator target = find(selector);
		for (int i = 0; i < 60 && !(boolean) target.evaluate("element => element === document.activeElement"); i++) {
			this.page.keyboard().press("Tab");
		}
		assertThat(target).isFocused();
	}

	/** Lets the next form reach the server as a program would send it. */
	void skipBrowserValidation() {
		find("form").last().evaluate("form => form.noValidate = true");
	}

	String name() {
		return "Person " + this.number;
	}

	void assertLoggedIn() {
		assertAt(this.world.demo("/profile"));
		assertThat(find("#claims")).containsText(this.email);
		assertThat(find("#claims")).containsText("email_verified");
	}

	/** The demo client calls its API, and shows the list only when that answers 200. */
	void assertApiAnswers() {
		open(this.world.demo("/notes"));
		assertThat(find("ul.notes")).isVisible();
		assertThat(find("[role=alert]")).hasCount(0);
	}

	/**
	 * Whatever query the address has besides; the fragment that Facebook adds is none of
	 * ours.
	 */
	void assertAt(String url) {
		assertThat(this.page).hasURL(Pattern.compile("^" + url + "(\\?[^#]*)?#?$"));
	}

	/**
	 * Whoever this is gets no session at the demo client, and no code at the server even
	 * when asking for it anew.
	 */
	void assertNothingGained() {
		assertThat(this.codes).as("codes that reached the demo client").isEmpty();
		assertThat(redirect(this.world.demo("/profile"))).contains("/oauth2/authorization/vestibule");
		String authorize = redirect(this.world.demo("/oauth2/authorization/vestibule"));
		assertThat(authorize).startsWith(this.world.auth("/oauth2/authorize?"));
		assertThat(redirect(authorize)).doesNotContain("code=")
			.isIn(this.world.auth("/verify"), this.world.auth("/login"), "/verify", "/login");
	}

	/** No page had anything that its own policy forbids. */
	void assertPoliciesKept() {
		assertThat(this.violations).as("violations of a page's Content-Security-Policy").isEmpty();
	}

	/** Where a request with this browser's cookies is redirected to. */
	String redirect(String url) {
		APIResponse response = this.context.request().get(url, RequestOptions.create().setMaxRedirects(0));
		assertThat(response.status()).as(url).isIn(302, 303);
		return response.headers().get("location");
	}

	/**
	 * Lets time pass for a browser with a clock, but not for the server, until the page's
	 * own script has shown some news from there.
	 */
	void waitUntil(Callable<Boolean> shown) {
		Awaitility.await().until(() -> {
			letTimePass();
			return shown.call();
		});
	}

	/**
	 * Waits so many times for news; the answers say that there are none.
	 */
	void waitInVain(int times) {
		for (int i = 0; i < times; i++) {
			this.page.waitForResponse((response) -> response.url().contains("/progress?") && response.status() == 204,
					this::letTimePass);
		}
	}

	private void letTimePass() {
		this.context.clock().fastForward(30_000);
	}

	BrowserContext context() {
		return this.context;
	}

	/**
	 * Keeps a picture of the whole page. Chromium is asked itself, since Playwright would
	 * make its window as large as the page for each, and have it compressed at leisure.
	 */
	void screenshot(Path file) {
		JsonObject options = new JsonObject();
		options.addProperty("captureBeyondViewport", true);
		options.addProperty("optimizeForSpeed", true);
		CDPSession chromium = this.context.newCDPSession(this.page);
		String picture = chromium.send("Page.captureScreenshot", options).get("data").getAsString();
		chromium.detach();
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, Base64.getDecoder().decode(picture));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}

package dev.vestibule.quickstart.browser;

import java.net.URI;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/**
 * What stands before many a mailbox and tries out every link in a browser of its own: it
 * fetches the page, lets its scripts run, fills its forms with made-up values, and
 * presses whatever can be pressed.
 */
final class MailScanner {

	private static final String PRESSABLE = "main button, main a[href], footer a[href]";

	private static final int ROUNDS = 3;

	private final Browser browser;

	MailScanner(Browser browser) {
		this.browser = browser;
	}

	void scan(String link) {
		fetch(link);
		for (int round = 0; round < ROUNDS; round++) {
			int pressable = open(link, (page) -> page.locator(PRESSABLE).count());
			for (int i = 0; i < pressable; i++) {
				int which = i;
				open(link, (page) -> press(page, page.locator(PRESSABLE).nth(which)));
			}
		}
	}

	private void fetch(String link) {
		try (BrowserContext context = this.browser.newContext()) {
			APIRequestContext request = context.request();
			request.head(link);
			request.get(link);
			request.get(link);
		}
	}

	private int press(Page page, Locator control) {
		for (Locator input : page.locator("main input:visible").all()) {
			input.fill(madeUp(input));
		}
		String href = control.getAttribute("href");
		if (href == null || URI.create(page.url()).resolve(href).getAuthority().equals(authority(page))) {
			control.click();
			page.waitForLoadState();
		}
		return 1;
	}

	private static String madeUp(Locator input) {
		return switch (input.getAttribute("name")) {
			case "code" -> "135790";
			case "password" -> "a password that a scanner made up";
			default -> "Scanner";
		};
	}

	private static String authority(Page page) {
		return URI.create(page.url()).getAuthority();
	}

	private int open(String link, Visit visit) {
		try (BrowserContext context = this.browser.newContext()) {
			context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
			Page page = context.newPage();
			page.navigate(link);
			return visit.on(page);
		}
	}

	private interface Visit {

		int on(Page page);

	}

}

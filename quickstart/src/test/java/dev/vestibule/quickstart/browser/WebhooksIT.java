package dev.vestibule.quickstart.browser;

import java.util.concurrent.atomic.AtomicInteger;

import dev.vestibule.quickstart.administrator.Administrator;
import dev.vestibule.quickstart.http.LoopbackServer;
import dev.vestibule.quickstart.http.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * A webhook from its registration to its end, by the console alone.
 */
@BrowserTest
class WebhooksIT {

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void webhookWhenRegisteredThenTestedAndSeenToFailAndDeleted(String language, World world, Visitor admin)
			throws Exception {
		Screens screens = new Screens(language);
		AtomicInteger status = new AtomicInteger(200);
		AtomicInteger calls = new AtomicInteger();
		try (LoopbackServer receiver = LoopbackServer.start(0, (request) -> {
			calls.incrementAndGet();
			return Response.text(status.get(), "");
		})) {
			Administrator administrator = world.quickstart().administrator();
			admin.speaking(language).called(administrator.email()).open(world.auth("/admin/webhooks"));
			admin.signIn(administrator.password());
			screens.take(admin, "webhooks-none");
			admin.find("main .head a").click();
			admin.fill("url", "http://crm.example.com/hook");
			admin.fill("kinds", "Sign in");
			admin.find("main form button").click();
			assertThat(admin.find("#url-error")).isVisible();
			screens.take(admin, "webhook-new-refused");
			admin.fill("url", "http://127.0.0.1:%d/hook".formatted(receiver.port()));
			admin.fill("description", "CRM");
			admin.fill("kinds", "account.*\nidentity.linked");
			admin.find("main form button").click();
			assertThat(admin.find("#secret")).isVisible();
			screens.take(admin, "webhook-created");
			admin.find("main .buttons a").click();
			admin.find("form[action$='/test'] button").click();
			Awaitility.await().until(() -> calls.get() == 1);
			status.set(500);
			admin.find("form[action$='/test'] button").click();
			Awaitility.await().until(() -> calls.get() == 2);
			Awaitility.await().until(() -> {
				admin.page().reload();
				return admin.find(".state-wait").count() > 0 && admin.find(".state-good").count() > 0;
			});
			screens.take(admin, "webhook");
			admin.find("a[href$='/secret']").click();
			screens.take(admin, "webhook-secret");
			admin.find("main .buttons a").click();
			admin.find("a[href$='/edit']").click();
			screens.take(admin, "webhook-edit");
			admin.fill("description", "");
			admin.submit("version");
			assertThat(admin.find("[role=status]")).isVisible();
			admin.open(world.auth("/admin/webhooks"));
			screens.take(admin, "webhooks");
			admin.find(".list td a").click();
			admin.find("a[href$='/delete']").click();
			screens.take(admin, "webhook-delete");
			admin.submit("version");
			assertThat(admin.find("[role=status]")).isVisible();
		}
		screens.assertNoBarriers();
	}

}

package dev.vestibule.quickstart.browser;

import java.io.IOException;
import java.nio.file.Files;

import com.microsoft.playwright.Download;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A document that is refused, compared, applied and taken away by the console alone.
 */
@BrowserTest
class ConsoleDocumentIT {

	private static final String DOCUMENT = """
			version: 1
			name: site-%1$s
			clients:
			- client_id: site-%1$s
			  client_name: Site
			  token_endpoint_auth_method: none
			  redirect_uris: [http://localhost:8083/callback]
			roles:
			- name: site-editor-%1$s
			""";

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void documentFromItsFirstMistakeToItsEnd(String language, World world, Visitor admin) throws IOException {
		Screens screens = new Screens(language);
		String document = DOCUMENT.formatted(language);
		ConsoleIT.enter(admin.speaking(language), world);
		admin.open(world.auth("/admin/config/new"));
		compare(admin,
				document.replace("http://localhost:8083", "http://site.example").replace("client_name", "client_nmae"));
		assertThat(admin.find("#page-error li")).hasCount(2);
		screens.take(admin, "console-document-refused");
		compare(admin, document);
		assertThat(admin.find("pre")).containsText("+ client site-" + language);
		screens.take(admin, "console-document-compared");
		admin.submit("seen");
		assertThat(admin.find("input[name=seen]")).hasCount(0);
		assertThat(admin.find("pre")).containsText("+ role site-editor-" + language);
		screens.take(admin, "console-document-applied");
		admin.open(world.auth("/admin/config"));
		screens.take(admin, "console-configuration");
		Download taken = admin.page()
			.waitForDownload(() -> admin.find("main a:has-text('site-" + language + "')").click());
		assertThat(taken.suggestedFilename()).isEqualTo("site-" + language + ".yml");
		assertThat(Files.readString(taken.path())).contains("client_id: site-" + language,
				"name: site-editor-" + language);
		admin.open(world.auth("/admin/config/new"));
		admin.find("#prune").check();
		compare(admin, "version: 1\nname: site-" + language);
		admin.submit("seen");
		assertThat(admin.find("pre")).containsText("- client site-" + language + ": deleted");
		screens.assertNoBarriers();
	}

	private static void compare(Visitor admin, String document) {
		admin.find("#document").fill(document);
		admin.find("form:has(#document) button").click();
	}

}

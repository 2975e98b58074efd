package dev.vestibule.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import dev.vestibule.LogRecorder;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attack 40: whoever reads the logs, or the error pages, finds nothing that opens
 * anything, not even when all that can be logged is.
 */
class LogAttacksTests extends WireSecretsTests {

	@Test
	void attack40WhenAllIsLoggedThenNothingThatWasSeenOnTheWire() throws Exception {
		Map<String, String> secrets = new TreeMap<>();
		List<String> lines = LogRecorder.record(() -> {
			secrets.putAll(walk());
			Browser federated = browser();
			UPSTREAM.google(federated, UUID.randomUUID().toString(),
					Map.of("email", someone().replace("example.com", "gmail.com"), "email_verified", true));
			secrets.put("session cookie of a federated login", cookie(federated));
			secrets.put("our secret at the provider", Upstream.SECRET);
		});
		assertThat(lines).hasSizeGreaterThan(100);
		Set<String> found = new TreeSet<>();
		lines.forEach((line) -> {
			Haystack haystack = new Haystack(line);
			secrets.forEach((name, secret) -> {
				if (haystack.holds(secret)) {
					found.add(name + " written by " + line.substring(0, line.indexOf(':')));
				}
			});
		});
		assertThat(found).isEmpty();
	}

	@Test
	void attack40WhenSomethingFailsThenItsPageShowsNoSecret() {
		Map<String, String> secrets = walk();
		Browser browser = browser();
		secrets.forEach((name, secret) -> {
			for (Page page : List.of(
					browser.submit("/login", Map.of("username", "ann@example.com", "password", secret)),
					browser.submit("/signup", Map.of("email", "ann", "name", "", "password", secret)),
					browser.post("/login", Map.of("password", secret)),
					browser.post("/verify/link", Map.of("token", secret + "x", "_csrf", browser.csrf("/login"))),
					this.web.redeem(secret + "x"), this.web.refresh(secret + "x"), this.web.userInfo(secret + "x"),
					browser.get("/oauth2/authorize?client_id=web", "Cookie", "SESSION=" + secret))) {
				assertThat(page.status()).isGreaterThanOrEqualTo(400);
				assertThat(new Haystack(page.response().headers().map() + page.body()).holds(secret))
					.as(name + " at " + page.response().uri().getPath())
					.isFalse();
			}
		});
	}

}

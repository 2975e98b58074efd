package dev.vestibule.flow;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownDeviceTests extends SignInFlowTests {

	private final String email = someone();

	private final Browser known = signedIn(this.email);

	@Test
	void signInWhenDeviceIsKnownThenNoMail() {
		assertThat(this.people.signIn(this.known, this.email).status()).isEqualTo(303);
		this.people.signIn(browser(), this.email);
		mail(this.email, 2);
		assertThat(this.people.mailsTo(this.email)).as("the code, and one notice").hasSize(2);
	}

	@Test
	void signInWhenDeviceIsUnknownThenTheMailboxIsToldAndCanTakeBack() {
		Browser stranger = browser();
		this.people.signIn(stranger, this.email);
		assertThat(mail(this.email, 2)).contains("a device that we did not know", "Chrome on Linux");
		String link = link(this.email, 2);
		Browser owner = browser();
		owner.post("/recover/link", Map.of("token", token(link), "code", code(this.email, 2), "password",
				"another zebra battery 43", "_csrf", owner.csrf(link)));
		assertThat(owner.visit("/").body()).contains(this.email);
		assertThat(stranger.visit("/").body()).doesNotContain(this.email);
		assertThat(mail(this.email, 3)).as("not a third about the owner's browser").contains("set anew");
	}

	@Test
	void signInWhenTheSameNewDeviceManyTimesAtOnceThenOneMail() {
		Browser stranger = browser();
		this.people.signIn(stranger, this.email);
		mail(this.email, 2);
		List<Integer> statuses = inParallel(10, () -> this.people.signIn(stranger, this.email).status());
		assertThat(statuses).contains(303);
		this.people.signIn(browser(), this.email);
		mail(this.email, 3);
		assertThat(this.people.mailsTo(this.email)).hasSize(3);
	}

	@Test
	void cookieThenKeptAsItsHashOnly() {
		String cookie = this.known.cookies()
			.stream()
			.filter((candidate) -> candidate.getName().equals("VESTIBULE_DEVICE"))
			.findFirst()
			.orElseThrow()
			.getValue();
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM known_device d JOIN account a ON a.id = d.account_id WHERE a.email = ? AND d.device_hash = sha256(?::bytea)")
			.param(this.email)
			.param(cookie)
			.query(Integer.class)
			.single()).isOne();
	}

}

package dev.vestibule.quickstart.browser;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One address's mails, as the inbox gives them out.
 */
record Mailbox(String api, String address) {

	private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

	private static final Pattern UNSUBSCRIBE = Pattern.compile("http\\S+/unsubscribe\\?token=\\S+");

	private static final Pattern LINK = Pattern.compile("http\\S+/link\\?token=\\S+");

	/**
	 * The mails of now, newest first.
	 */
	List<Mail> now() {
		JsonNode messages = Http.get(this.api + "?to=" + URLEncoder.encode(this.address, StandardCharsets.UTF_8))
			.json();
		return StreamSupport.stream(messages.spliterator(), false).map(Mail::of).toList();
	}

	/**
	 * The newest mail, once there are so many.
	 */
	Mail await(int count) {
		return awaiting().until(this::now, (mails) -> mails.size() >= count).get(0);
	}

	/**
	 * The newest mail, once there is one.
	 */
	Mail newest() {
		return await(1);
	}

	private static ConditionFactory awaiting() {
		return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
	}

	/**
	 * A mail.
	 */
	record Mail(String id, String subject, String text, String html) {

		static Mail of(JsonNode json) {
			return new Mail(json.get("id").asString(), json.get("subject").asString(), json.get("text").asString(),
					json.get("html").asString());
		}

		/** The six digits. */
		String code() {
			return first(CODE, 1);
		}

		/** The link that confirms, resets or takes back. */
		String link() {
			return first(LINK, 0);
		}

		/** The link that ends mail of its kind. */
		String unsubscribeLink() {
			return first(UNSUBSCRIBE, 0);
		}

		/** Six digits that are not the right ones. */
		String wrongCode() {
			return "%06d".formatted((Integer.parseInt(code()) + 1) % 1_000_000);
		}

		private String first(Pattern pattern, int group) {
			Matcher matcher = pattern.matcher(this.text);
			assertThat(matcher.find()).as("%s in: %s", pattern, this.text).isTrue();
			return matcher.group(group);
		}

	}

}

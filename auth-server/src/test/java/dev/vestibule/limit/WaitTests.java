package dev.vestibule.limit;

import java.time.Duration;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class WaitTests {

	private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();

	WaitTests() {
		this.messages.setBasename("messages");
		this.messages.setDefaultEncoding("UTF-8");
		this.messages.setFallbackToSystemLocale(false);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.001S,in 1 second,1초 후에", "PT1S,in 1 second,1초 후에", "PT59.2S,in 60 seconds,60초 후에",
			"PT90.5S,in about 2 minutes,약 2분 후에", "PT12M,in about 12 minutes,약 12분 후에",
			"PT11M1S,in about 12 minutes,약 12분 후에", "PT91M,in about 2 hours,약 2시간 후에",
			"PT24H,in about 24 hours,약 24시간 후에", "PT36H0.1S,in about 2 days,약 2일 후에",
			"P30D,in about 30 days,약 30일 후에" })
	void inWordsThenRoundedUp(Duration wait, String english, String korean) {
		assertThat(this.messages.getMessage(Wait.inWords(wait), Locale.ENGLISH)).isEqualTo(english);
		assertThat(this.messages.getMessage(Wait.inWords(wait), Locale.KOREAN)).isEqualTo(korean);
	}

	@Test
	void markThenRetryAfterIsNeverTooEarly() {
		MockHttpServletResponse response = new MockHttpServletResponse();
		new LimitExceededException(new Limit("mails.all", new Rate(1, Duration.ofHours(1))), Duration.ofMillis(42001))
			.mark(response);
		assertThat(response.getStatus()).isEqualTo(429);
		assertThat(response.getHeader("Retry-After")).isEqualTo("43");
	}

	@ParameterizedTest
	@CsvSource({ "mails", "mails.source", "guesses", "guesses.row", "digits", "passwords", "passwords.row" })
	void messageThenSaysWhen(String limit) {
		LimitExceededException ex = new LimitExceededException(new Limit(limit, new Rate(1, Duration.ofHours(1))),
				Duration.ofMinutes(12));
		assertThat(this.messages.getMessage(ex, Locale.ENGLISH)).contains("in about 12 minutes");
		assertThat(this.messages.getMessage(ex, Locale.KOREAN)).contains("약 12분 후에");
	}

}

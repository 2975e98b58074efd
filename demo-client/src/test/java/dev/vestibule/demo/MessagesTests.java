package dev.vestibule.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MessagesTests {

	@Test
	void koreanWhenComparedThenSameKeysAndAllTranslated() throws IOException {
		Properties english = load("/messages.properties");
		Properties korean = load("/messages_ko.properties");
		assertThat(korean.keySet()).isEqualTo(english.keySet());
		assertThat(korean.values()).allSatisfy((text) -> assertThat((String) text).containsPattern("[가-힣]"));
	}

	private static Properties load(String name) throws IOException {
		Properties messages = new Properties();
		try (InputStream file = MessagesTests.class.getResourceAsStream(name)) {
			messages.load(new InputStreamReader(file, StandardCharsets.UTF_8));
		}
		return messages;
	}

}

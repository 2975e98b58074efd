package dev.vestibule.console;

import java.io.IOException;
import java.util.Properties;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleWordsTests {

	@Test
	void refusalsWhenEnglishThenTheApisOwnWords() throws IOException {
		Properties messages = PropertiesLoaderUtils.loadProperties(new ClassPathResource("messages.properties"));
		assertThat(messages.stringPropertyNames()).filteredOn((name) -> name.startsWith("refusal."))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat("refusal."
					+ ConsoleWords.key(messages.getProperty(name).replaceAll("[^ ]*\\{[0-9]}[^ ,]*", "\"\"")))
				.isEqualTo(name));
	}

}

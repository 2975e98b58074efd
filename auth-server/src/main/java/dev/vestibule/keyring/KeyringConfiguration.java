package dev.vestibule.keyring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Reads the keyring from its settings; without one the server does not start.
 */
@Configuration(proxyBeanMethods = false)
class KeyringConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KeyringConfiguration.class);

	@Bean
	Keyring keyring(KeyringProperties properties) {
		Map<String, byte[]> keys = parse(entries(properties));
		Keyring keyring = new Keyring(keys);
		logger.info("The keyring writes with \"{}\" and reads {}", keyring.writingKey(), keys.keySet());
		return keyring;
	}

	private static List<String> entries(KeyringProperties properties) {
		if (properties.file() == null) {
			if (properties.keys().isEmpty()) {
				throw new IllegalArgumentException(
						"There is no keyring: set vestibule.keyring.keys to \"id:key\", the key being 32 random bytes "
								+ "in base64url, or vestibule.keyring.file to a file of such lines.");
			}
			return properties.keys();
		}
		if (!properties.keys().isEmpty()) {
			throw new IllegalArgumentException(
					"There are two keyrings: set vestibule.keyring.keys or vestibule.keyring.file, not both.");
		}
		try {
			return Files.readAllLines(properties.file())
				.stream()
				.map(String::strip)
				.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The keyring file " + properties.file() + " cannot be read", ex);
		}
	}

	private static Map<String, byte[]> parse(List<String> entries) {
		Map<String, byte[]> keys = new LinkedHashMap<>();
		for (String entry : entries) {
			int colon = entry.indexOf(':');
			String id = entry.substring(0, Math.max(colon, 0));
			if (!id.matches("[A-Za-z0-9_-]{1,32}")) {
				// The entry itself is not shown: it may be a key.
				throw new IllegalArgumentException("Entry " + (keys.size() + 1)
						+ " of the keyring has no id of 1 to 32 letters, digits, \"-\" or \"_\" before a colon.");
			}
			if (keys.put(id, decode(id, entry.substring(colon + 1))) != null) {
				throw new IllegalArgumentException("The keyring has two keys with the id \"" + id + "\".");
			}
		}
		return keys;
	}

	private static byte[] decode(String id, String encoded) {
		byte[] key;
		try {
			key = Base64.getUrlDecoder().decode(encoded);
		}
		catch (IllegalArgumentException ex) {
			key = new byte[0];
		}
		if (key.length != 32) {
			throw new IllegalArgumentException(
					"The keyring's key \"" + id + "\" is not 32 bytes in base64url (43 characters).");
		}
		return key;
	}

}

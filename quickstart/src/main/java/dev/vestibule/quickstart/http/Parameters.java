package dev.vestibule.quickstart.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Form-encoded parameters in their order; of a repeated one the first counts, an absent
 * one reads as the empty string.
 */
public record Parameters(Map<String, String> values) {

	public static Parameters parse(String encoded) {
		Map<String, String> values = new LinkedHashMap<>();
		for (String pair : encoded.split("&")) {
			if (!pair.isEmpty()) {
				String[] parts = pair.split("=", 2);
				values.putIfAbsent(decode(parts[0]), (parts.length > 1) ? decode(parts[1]) : "");
			}
		}
		return new Parameters(values);
	}

	public String get(String name) {
		return this.values.getOrDefault(name, "");
	}

	public boolean has(String name) {
		return !get(name).isEmpty();
	}

	public Parameters with(String name, String value) {
		Map<String, String> values = new LinkedHashMap<>(this.values);
		values.put(name, value);
		return new Parameters(values);
	}

	public String encode() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	static String decode(String value) {
		return URLDecoder.decode(value, StandardCharsets.UTF_8);
	}

}

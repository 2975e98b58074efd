package dev.vestibule.federation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A provider cannot be registered like this.
 */
public class InvalidProviderException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> flaws;

	InvalidProviderException(Map<String, String> flaws) {
		super(flaws.entrySet()
			.stream()
			.map((flaw) -> flaw.getKey() + " " + flaw.getValue())
			.collect(Collectors.joining("; ")));
		this.flaws = new LinkedHashMap<>(flaws);
	}

	/**
	 * What is wrong with each field, as the rest of a sentence that begins with its name.
	 */
	public Map<String, String> flaws() {
		return Collections.unmodifiableMap(this.flaws);
	}

}

package dev.vestibule.authorization;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for the parameters of every protocol request: none is given twice (RFC 6749,
 * sections 3.1 and 3.2), except the resource indicators (RFC 8707, section 2), and each
 * has a limit.
 */
final class ProtocolParameters {

	private static final int MAX_LENGTH = 4096;

	private static final String REPEATABLE = "resource";

	private ProtocolParameters() {
	}

	/**
	 * What is wrong with the parameters, naming the one; empty if nothing is.
	 * @param alsoRepeatable further names that may be given more than once
	 */
	static Optional<String> flaw(Map<String, String[]> parameters, Set<String> alsoRepeatable) {
		for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
			String name = parameter.getKey();
			if (parameter.getValue().length > 1 && !REPEATABLE.equals(name) && !alsoRepeatable.contains(name)) {
				return Optional.of("The parameter " + shown(name) + " is given more than once");
			}
			for (String value : parameter.getValue()) {
				if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0) {
					return Optional.of("The parameter " + shown(name) + " is longer than " + MAX_LENGTH
							+ " characters, or has a character that is not allowed");
				}
			}
		}
		return Optional.empty();
	}

	private static String shown(String name) {
		return name.matches("[A-Za-z0-9_.-]{1,64}") ? name : "of some other name";
	}

}

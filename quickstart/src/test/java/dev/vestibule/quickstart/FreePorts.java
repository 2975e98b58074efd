package dev.vestibule.quickstart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.standin.Ports;

/**
 * The environment of a quickstart on ports of its own.
 */
public final class FreePorts {

	private static final List<String> NAMES = List.of("AUTH", "MANAGEMENT", "DEMO", "INBOX", "SMTP", "PROVIDERS");

	private FreePorts() {
	}

	/**
	 * A port for each of the quickstart's servers, to add further settings to.
	 */
	public static Map<String, String> environment() {
		Map<String, String> environment = new HashMap<>();
		NAMES.forEach((name) -> environment.put("VESTIBULE_" + name + "_PORT", Integer.toString(Ports.free())));
		return environment;
	}

}

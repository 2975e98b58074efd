package dev.vestibule.setting;

/**
 * A setting is managed by a configuration document, and so changed there and nowhere
 * else.
 */
public class ConfiguredSettingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String name;

	ConfiguredSettingException(String name) {
		super("The setting " + name + " is managed by configuration.");
		this.name = name;
	}

	public String name() {
		return this.name;
	}

}

package dev.vestibule.web;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.vestibule.setting.Defaults;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What people see of this server, and its mails are signed with, unless administrators
 * have set something else.
 *
 * @param name what it is called, 50 characters at most
 * @param logo a file: PNG, WebP, or SVG without scripts; 128 KB at most
 * @param color of buttons, such as {@code #1a5fb4}, in whose shades links are too
 */
@ConfigurationProperties("vestibule.look")
public record LookProperties(@DefaultValue("Vestibule") String name, @Nullable Path logo,
		@Nullable String color) implements Defaults {

	public LookProperties {
		if (name.isBlank() || name.codePointCount(0, name.length()) > Look.MAX_NAME) {
			throw new IllegalArgumentException("vestibule.look.name must be 1 to " + Look.MAX_NAME + " characters.");
		}
		String flaw = (color != null) ? Color.flaw(color) : null;
		if (flaw != null) {
			throw new IllegalArgumentException("vestibule.look.color " + flaw + ": " + color);
		}
	}

	// Not the logo, which only its file says.
	@Override
	public Map<String, Object> defaults() {
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put(Look.NAME, this.name);
		if (this.color != null) {
			defaults.put(Look.BRAND_COLOR, this.color);
		}
		return defaults;
	}

}

package dev.vestibule.web;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What people see of this server, and its mails are signed with.
 *
 * @param name what it is called, 50 characters at most
 * @param logo a file: PNG, WebP, or SVG without scripts; 128 KB at most
 * @param color of buttons, such as {@code #1a5fb4}, in whose shades links are too
 */
@ConfigurationProperties("vestibule.look")
public record LookProperties(@DefaultValue("Vestibule") String name, @Nullable Path logo, @Nullable String color) {

	public LookProperties {
		if (name.isBlank() || name.codePointCount(0, name.length()) > 50) {
			throw new IllegalArgumentException("vestibule.look.name must be 1 to 50 characters.");
		}
		String flaw = (color != null) ? Color.flaw(color) : null;
		if (flaw != null) {
			throw new IllegalArgumentException("vestibule.look.color " + flaw + ": " + color);
		}
	}

}

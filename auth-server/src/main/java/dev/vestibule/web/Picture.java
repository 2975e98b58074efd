package dev.vestibule.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A small picture that is what it says to be, and does nothing but be seen.
 *
 * @param type PNG, WebP or SVG
 */
public record Picture(String type, byte[] content) {

	private static final String PNG = "image/png";

	private static final String WEBP = "image/webp";

	private static final String SVG = "image/svg+xml";

	private static final Pattern DATA = Pattern
		.compile("data:(image/(?:png|webp|svg\\+xml));base64,([A-Za-z0-9+/]+=*)");

	// The pages' policy keeps these from doing anything; whoever has one means something
	// else.
	private static final Pattern ACTIVE = Pattern
		.compile("<script|<foreignobject|<!entity|javascript:|[\\s\"'/]on[a-z]+\\s*=");

	/**
	 * Recognises a picture by what is in it.
	 * @return null if it is none
	 */
	static @Nullable Picture of(byte[] content) {
		String beginning = new String(content, 0, Math.min(content.length, 16), StandardCharsets.ISO_8859_1);
		if (beginning.startsWith("\u0089PNG\r\n\u001a\n")) {
			return new Picture(PNG, content);
		}
		if (beginning.startsWith("RIFF") && beginning.startsWith("WEBP", 8)) {
			return new Picture(WEBP, content);
		}
		String text = new String(content, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
		boolean svg = (text.startsWith("<svg") || text.startsWith("<?xml")) && text.contains("<svg");
		return (svg && !ACTIVE.matcher(text).find()) ? new Picture(SVG, content) : null;
	}

	/**
	 * What is wrong with a picture that is its own address (RFC 2397).
	 * @return the rest of a sentence that begins with the field, or null if it is well
	 */
	public static @Nullable String flaw(String uri, int maxLength) {
		if (uri.length() > maxLength) {
			return "is longer than " + maxLength + " characters";
		}
		Matcher data = DATA.matcher(uri);
		if (!data.matches()) {
			return "must be the picture itself, as data:image/png;base64,… (or webp, svg+xml): nobody's browser is sent elsewhere to see it";
		}
		Picture picture = decode(data.group(2));
		return (picture != null && picture.type().equals(data.group(1))) ? null
				: "is no such picture, or has a script in it";
	}

	private static @Nullable Picture decode(String base64) {
		try {
			return of(Base64.getDecoder().decode(base64));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	String extension() {
		return this.type.equals(SVG) ? "svg" : this.type.substring("image/".length());
	}

}

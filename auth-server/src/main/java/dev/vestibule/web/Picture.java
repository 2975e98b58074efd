package dev.vestibule.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

	/** How many bytes the server's logo may have. */
	public static final int MAX_LOGO = 128 * 1024;

	/** The same as the picture's own address, with what is around it. */
	public static final int MAX_LOGO_URI = (MAX_LOGO + 2) / 3 * 4 + 32;

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
	 * Reads the server's logo.
	 */
	static Picture read(Path file) {
		try {
			if (Files.size(file) <= MAX_LOGO) {
				Picture picture = of(Files.readAllBytes(file));
				if (picture != null) {
					return picture;
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("vestibule.look.logo cannot be read: " + file + ".", ex);
		}
		throw new IllegalArgumentException(
				"vestibule.look.logo must be a PNG, a WebP, or an SVG without scripts, of 128 KB at most: " + file
						+ ".");
	}

	/**
	 * The address of a picture that was brought, which is the picture itself; of what is
	 * none, one that has a flaw.
	 */
	public static String uri(byte[] content) {
		Picture picture = of(content);
		return "data:" + ((picture != null) ? picture.type() : PNG) + ";base64,"
				+ Base64.getEncoder().encodeToString(content);
	}

	/**
	 * Reads a picture that is its own address, and nothing is wrong with.
	 */
	static Picture ofData(String uri) {
		Matcher data = DATA.matcher(uri);
		Picture picture = data.matches() ? decode(data.group(2)) : null;
		if (picture == null) {
			throw new IllegalArgumentException("This is no picture.");
		}
		return picture;
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

package dev.vestibule.web;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A colour of sRGB, with WCAG's measure of how well two can be told apart.
 */
public record Color(int red, int green, int blue) {

	/** What has to be told from what is around it (WCAG 2.2, 1.4.11). */
	static final double SHAPE = 3;

	/** What has to be read (WCAG 2.2, 1.4.3). */
	static final double TEXT = 4.5;

	static final Color WHITE = new Color(255, 255, 255);

	static final Color BLACK = new Color(0, 0, 0);

	private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

	private static final double STEP = 0.02;

	/**
	 * What is wrong with a colour that buttons are to have.
	 * @return the rest of a sentence that begins with the field, or null if it is well
	 */
	public static @Nullable String flaw(String hex) {
		if (!HEX.matcher(hex).matches()) {
			return "must be a colour such as #1a5fb4";
		}
		double contrast = of(hex).contrast(WHITE);
		return (contrast >= SHAPE) ? null : String.format(Locale.ROOT,
				"is too pale: its contrast with white is \"%.1f\", and has to be 3 (WCAG 1.4.11)", contrast);
	}

	/**
	 * Reads {@code #rrggbb}.
	 */
	static Color of(String hex) {
		int rgb = Integer.parseInt(hex.substring(1), 16);
		return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
	}

	/**
	 * From 1, which is none, to 21.
	 */
	double contrast(Color other) {
		double one = luminance() + 0.05;
		double two = other.luminance() + 0.05;
		return Math.max(one, two) / Math.min(one, two);
	}

	/**
	 * Black or white, whichever is read better on this: one of them always can be.
	 */
	Color text() {
		return (contrast(WHITE) >= contrast(BLACK)) ? WHITE : BLACK;
	}

	/**
	 * This with a share of another.
	 */
	Color mix(Color other, double share) {
		return new Color(mix(this.red, other.red, share), mix(this.green, other.green, share),
				mix(this.blue, other.blue, share));
	}

	/**
	 * This, or what comes first on the way to another colour that has a contrast with all
	 * that it is to stand on.
	 */
	Color until(double contrast, Color goal, Color... grounds) {
		for (double share = 0; share < 1; share += STEP) {
			Color mixed = mix(goal, share);
			if (Stream.of(grounds).allMatch((ground) -> mixed.contrast(ground) >= contrast)) {
				return mixed;
			}
		}
		return goal;
	}

	@Override
	public String toString() {
		return "#%02x%02x%02x".formatted(this.red, this.green, this.blue);
	}

	private double luminance() {
		return 0.2126 * linear(this.red) + 0.7152 * linear(this.green) + 0.0722 * linear(this.blue);
	}

	private static double linear(int value) {
		double channel = value / 255.0;
		return (channel <= 0.04045) ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
	}

	private static int mix(int one, int other, double share) {
		return (int) Math.round(one + (other - one) * share);
	}

}

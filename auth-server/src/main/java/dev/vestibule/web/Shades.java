package dev.vestibule.web;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What is made of one colour for one scheme, so that all of it can be read there.
 *
 * @param text on buttons
 * @param hovered a button that is pointed at
 * @param glow behind it all
 */
public record Shades(Color button, Color text, Color hovered, Color link, Color glow) {

	// As in vestibule.css: what links stand on, and what is there without any colour.
	private static final Color[] LIGHT = { Color.WHITE, Color.of("#f6f7f9"), Color.of("#f0f2fd"), Color.of("#f3f4f7") };

	private static final Color[] DARK = { Color.of("#16181d"), Color.of("#0d0e11"), Color.of("#1b1e34"),
			Color.of("#1f222a") };

	private static final Shades OURS_LIGHT = new Shades(Color.of("#1b1d23"), Color.WHITE, Color.of("#33363f"),
			Color.of("#3f49bd"), Color.of("#e9ecfb"));

	private static final Shades OURS_DARK = new Shades(Color.of("#eceef3"), Color.of("#15171c"), Color.WHITE,
			Color.of("#aab4ff"), Color.of("#191b2e"));

	/**
	 * What stands on light ground.
	 * @param color six hexadecimal digits, or null for ours
	 */
	public static Shades light(@Nullable String color) {
		return (color != null) ? of(read(color).until(Color.SHAPE, Color.BLACK, LIGHT[0]), Color.BLACK, LIGHT)
				: OURS_LIGHT;
	}

	/**
	 * What stands on dark ground.
	 * @param color six hexadecimal digits, or null for ours
	 */
	public static Shades dark(@Nullable String color) {
		return (color != null) ? of(read(color).until(Color.SHAPE, Color.WHITE, DARK[0]), Color.WHITE, DARK)
				: OURS_DARK;
	}

	private static Color read(String color) {
		return Color.of("#" + color.toLowerCase(Locale.ROOT));
	}

	private static Shades of(Color button, Color shade, Color[] grounds) {
		Color text = button.text();
		// Away from what is written on it.
		Color hovered = button.mix(text.equals(Color.WHITE) ? Color.BLACK : Color.WHITE, 0.15);
		return new Shades(button, text, hovered, button.until(Color.TEXT, shade, grounds), grounds[1].mix(button, 0.1));
	}

}

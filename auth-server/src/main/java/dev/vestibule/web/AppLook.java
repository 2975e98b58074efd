package dev.vestibule.web;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What the people of an application see of it on the pages that lead to it, beside whose
 * server this is.
 *
 * @param logo a picture that is its own address, as {@link Picture} permits it
 * @param color without its number sign
 */
public record AppLook(@Nullable String logo, @Nullable String color) {

	/**
	 * Creates a look.
	 * @param color with its number sign
	 */
	public static AppLook of(@Nullable String logo, @Nullable String color) {
		return new AppLook(logo, (color != null) ? color.substring(1).toLowerCase(Locale.ROOT) : null);
	}

}

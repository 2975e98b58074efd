package dev.vestibule.selfservice;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * Dates and times for people to read. Where they live is not known, so that a time says
 * that it is UTC's.
 */
public final class Moments {

	private Moments() {
	}

	public static String date(Instant instant, Locale locale) {
		return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
			.withLocale(locale)
			.format(instant.atOffset(ZoneOffset.UTC));
	}

	public static String time(Instant instant, Locale locale) {
		return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
			.withLocale(locale)
			.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
	}

}

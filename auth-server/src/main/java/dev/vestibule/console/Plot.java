package dev.vestibule.console;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A plot as the page draws it, in units of its own: ten wide for each hour or day, and a
 * hundred high.
 *
 * @param lines whether it has lines, or else bars upon each other
 * @param top what its upper end stands for, and {@code middle} the half of it
 * @param words what there is to see
 */
record Plot(String name, boolean lines, int width, List<Drawn> series, String top, String middle, List<Slot> slots,
		List<Tick> ticks, boolean empty, String words) {

	/**
	 * One of what is counted.
	 *
	 * @param tone which of the plots' colours it has
	 * @param link where the events behind it are, if they are kept
	 * @param points of its line; empty where it has bars
	 */
	record Drawn(String label, int tone, String total, @Nullable String link, List<Bar> bars, String points) {

	}

	record Bar(String x, String y, String height) {

	}

	/**
	 * An hour or a day.
	 *
	 * @param counts in the order of the series
	 */
	record Slot(String when, String link, String words, List<String> counts) {

	}

	/**
	 * What stands below the beginning of some hours or days.
	 *
	 * @param time of the day; null for a day
	 */
	record Tick(@Nullable String time, String day) {

	}

}

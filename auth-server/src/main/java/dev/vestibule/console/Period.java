package dev.vestibule.console;

import java.time.Instant;
import java.util.stream.Stream;

import dev.vestibule.statistics.Statistics.Unit;
import org.jspecify.annotations.Nullable;

/**
 * How far back the first page looks.
 */
enum Period {

	HOURS("48h", Unit.HOUR, 48, 12), MONTH("30d", Unit.DAY, 30, 6), QUARTER("90d", Unit.DAY, 90, 18);

	private final String label;

	private final Unit unit;

	private final int units;

	private final int apart;

	Period(String label, Unit unit, int units, int apart) {
		this.label = label;
		this.unit = unit;
		this.units = units;
		this.apart = apart;
	}

	/**
	 * The one of a label, or else the shortest.
	 */
	static Period of(@Nullable String label) {
		return Stream.of(values()).filter((period) -> period.label.equals(label)).findFirst().orElse(HOURS);
	}

	String label() {
		return this.label;
	}

	Unit unit() {
		return this.unit;
	}

	/** How many hours or days it has, the present one included. */
	int units() {
		return this.units;
	}

	/** How many of them lie between two that are named. */
	int apart() {
		return this.apart;
	}

	/**
	 * When a unit begins.
	 * @param number counted from 0, the first
	 */
	Instant begin(int number, Instant now) {
		return this.unit.plus(this.unit.floor(now), number - this.units + 1);
	}

}

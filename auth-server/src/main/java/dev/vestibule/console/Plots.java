package dev.vestibule.console;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.vestibule.console.Chart.Series;
import dev.vestibule.console.Plot.Bar;
import dev.vestibule.console.Plot.Drawn;
import dev.vestibule.console.Plot.Slot;
import dev.vestibule.console.Plot.Tick;
import dev.vestibule.statistics.Statistics;
import dev.vestibule.statistics.Statistics.Count;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Draws how often things happened.
 */
@Component
class Plots {

	private static final int STEP = 10;

	private static final int HEIGHT = 100;

	private final Statistics statistics;

	private final MessageSource messages;

	Plots(Statistics statistics, MessageSource messages) {
		this.statistics = statistics;
		this.messages = messages;
	}

	List<Plot> of(Period period, Instant now, Locale locale) {
		List<Count> counts = this.statistics.counts(period.unit(), period.begin(0, now),
				period.begin(period.units(), now), Chart.kinds());
		Map<Instant, Integer> numbers = new HashMap<>();
		IntStream.range(0, period.units()).forEach((number) -> numbers.put(period.begin(number, now), number));
		return Stream.of(Chart.values())
			.map((chart) -> new Drawing(chart, period, now, locale,
					chart.series().stream().map((series) -> values(series, counts, numbers)).toList())
				.plot())
			.toList();
	}

	private static long[] values(Series series, List<Count> counts, Map<Instant, Integer> numbers) {
		long[] values = new long[numbers.size()];
		for (Count count : counts) {
			Integer number = numbers.get(count.time());
			if (number != null && count.kind().equals(series.kind()) && series.label().test(count.label())) {
				values[number] += count.count();
			}
		}
		return values;
	}

	/**
	 * The least round number that is no less, and has a whole half.
	 */
	static long ceiling(long most) {
		for (long power = 1;; power *= 10) {
			for (long digit : new long[] { 2, 4, 6, 8, 10 }) {
				if (most <= digit * power) {
					return digit * power;
				}
			}
		}
	}

	/**
	 * One plot in the making.
	 *
	 * @param values of each series, by hour or day
	 */
	private final class Drawing {

		private final Chart chart;

		private final Period period;

		private final Instant now;

		private final Locale locale;

		private final List<long[]> values;

		private final long top;

		private final NumberFormat numbers;

		Drawing(Chart chart, Period period, Instant now, Locale locale, List<long[]> values) {
			this.chart = chart;
			this.period = period;
			this.now = now;
			this.locale = locale;
			this.values = values;
			this.numbers = NumberFormat.getIntegerInstance(locale);
			this.top = ceiling(IntStream.range(0, period.units()).mapToLong(this::most).max().orElse(0));
		}

		Plot plot() {
			List<Drawn> drawn = IntStream.range(0, this.values.size()).mapToObj(this::draw).toList();
			StringJoiner words = new StringJoiner(", ");
			drawn.forEach((each) -> words.add(each.label() + " " + each.total()));
			return new Plot(this.chart.label(), this.chart.lines(), STEP * this.period.units(), drawn,
					this.numbers.format(this.top), this.numbers.format(this.top / 2),
					IntStream.range(0, this.period.units()).mapToObj(this::slot).toList(),
					IntStream.range(0, this.period.units() / this.period.apart())
						.mapToObj((number) -> tick(number * this.period.apart()))
						.toList(),
					this.values.stream().flatMapToLong(LongStream::of).sum() == 0, words.toString());
		}

		private long most(int slot) {
			LongStream counts = this.values.stream().mapToLong((series) -> series[slot]);
			return this.chart.lines() ? counts.max().orElse(0) : counts.sum();
		}

		private Drawn draw(int number) {
			Series series = this.chart.series().get(number);
			long[] counts = this.values.get(number);
			return new Drawn(label(series), series.tone(), this.numbers.format(LongStream.of(counts).sum()),
					(series.events() != null) ? events(series.events(), 0, this.period.units()) : null,
					this.chart.lines() ? List.of() : bars(number), this.chart.lines() ? points(counts) : "");
		}

		private List<Bar> bars(int number) {
			List<Bar> bars = new ArrayList<>();
			for (int slot = 0; slot < this.period.units(); slot++) {
				if (this.values.get(number)[slot] > 0) {
					double height = height(this.values.get(number)[slot]);
					double below = 0;
					for (long[] series : this.values.subList(0, number)) {
						below += height(series[slot]);
					}
					bars.add(new Bar(Integer.toString(STEP * slot + 1), shown(HEIGHT - below - height), shown(height)));
				}
			}
			return bars;
		}

		private String points(long[] counts) {
			StringJoiner points = new StringJoiner(" ");
			for (int slot = 0; slot < counts.length; slot++) {
				points.add((STEP * slot + STEP / 2) + "," + shown(HEIGHT - height(counts[slot])));
			}
			return points.toString();
		}

		private double height(long count) {
			return (double) HEIGHT * count / this.top;
		}

		private Slot slot(int number) {
			Tick tick = tick(number);
			String when = (tick.time() != null) ? tick.day() + ", " + tick.time() : tick.day();
			List<String> counts = this.values.stream().map((series) -> this.numbers.format(series[number])).toList();
			StringJoiner words = new StringJoiner(", ", when + ": ", "");
			for (int i = 0; i < counts.size(); i++) {
				words.add(label(this.chart.series().get(i)) + " " + counts.get(i));
			}
			return new Slot(when, events(this.chart.events(), number, number + 1), words.toString(), counts);
		}

		private Tick tick(int number) {
			Instant begin = this.period.begin(number, this.now);
			return new Tick((this.period == Period.HOURS) ? format("HH:mm", begin) : null,
					format(Plots.this.messages.getMessage("console.dashboard.day", null, this.locale), begin));
		}

		private String format(String pattern, Instant time) {
			return DateTimeFormatter.ofPattern(pattern, this.locale).format(time.atOffset(ZoneOffset.UTC));
		}

		private String label(Series series) {
			return Plots.this.messages.getMessage("console.dashboard." + this.chart.label() + "." + series.name(), null,
					this.locale);
		}

		private String events(String where, int first, int behind) {
			return "%s%sfrom=%d&to=%d".formatted(where, where.endsWith("?") ? "" : "&",
					this.period.begin(first, this.now).getEpochSecond(),
					this.period.begin(behind, this.now).getEpochSecond());
		}

		private static String shown(double length) {
			return String.format(Locale.ROOT, "%.1f", length);
		}

	}

}

package dev.vestibule.console;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.vestibule.console.Plot.Bar;
import dev.vestibule.console.Plot.Drawn;
import dev.vestibule.console.Plot.Tick;
import dev.vestibule.statistics.Statistics;
import dev.vestibule.statistics.Statistics.Count;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.ResourceBundleMessageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class PlotsTests {

	private static final Instant NOW = Instant.parse("2026-11-21T16:20:00Z");

	private final Statistics statistics = mock();

	@ParameterizedTest
	@CsvSource({ "0, 2", "1, 2", "2, 2", "3, 4", "9, 10", "11, 20", "20, 20", "21, 40", "801, 1000",
			"999999, 1000000" })
	void ceilingThenRoundAndWithAHalf(long most, long ceiling) {
		assertThat(Plots.ceiling(most)).isEqualTo(ceiling);
	}

	@Test
	void plotsWhenByHourThenBarsUponEachOtherAndEachLeadsToItsHour() {
		Instant before = Instant.parse("2026-11-21T15:00:00Z");
		counts(Period.HOURS, new Count(before, "sign-in", "success", 6), new Count(before, "sign-in", "refused", 2),
				new Count(before, "sign-in", "unknown", 9));
		Plot plot = plots(Period.HOURS).get(0);
		assertThat(plot.top()).isEqualTo("8");
		assertThat(plot.slots()).hasSize(48);
		assertThat(plot.slots().get(46).words()).isEqualTo("Nov 21, 15:00: Succeeded 6, Refused 2");
		assertThat(plot.slots().get(46).link()).isEqualTo("/admin/audit?kind=sign-in&from=%d&to=%d"
			.formatted(before.getEpochSecond(), before.plus(Duration.ofHours(1)).getEpochSecond()));
		assertThat(plot.series().stream().map(Drawn::bars)).containsExactly(List.of(new Bar("461", "25.0", "75.0")),
				List.of(new Bar("461", "0.0", "25.0")));
		assertThat(plot.series().get(1).link()).contains("outcome=refused");
		assertThat(plot.ticks()).containsExactly(new Tick("17:00", "Nov 19"), new Tick("05:00", "Nov 20"),
				new Tick("17:00", "Nov 20"), new Tick("05:00", "Nov 21"));
		assertThat(plot.empty()).isFalse();
	}

	@Test
	void plotsWhenByDayThenLinesForWhatIsNoPartOfAWhole() {
		Instant today = Instant.parse("2026-11-21T00:00:00Z");
		counts(Period.MONTH, new Count(today, "challenge.asked", "success", 40),
				new Count(today, "address.proved", "success", 30));
		Plot plot = plots(Period.MONTH).get(2);
		assertThat(plot.top()).isEqualTo("40");
		assertThat(plot.series().get(0).points()).startsWith("5,100.0 ").endsWith(" 295,0.0");
		assertThat(plot.series().get(1).points()).endsWith(" 295,25.0");
		assertThat(plot.words()).isEqualTo("Asked 40, Proved 30, Expired 0, Wrong codes 0");
		assertThat(plots(Period.MONTH).get(0).empty()).isTrue();
	}

	private void counts(Period period, Count... counts) {
		given(this.statistics.counts(period.unit(), period.begin(0, NOW), period.begin(period.units(), NOW),
				Chart.kinds()))
			.willReturn(List.of(counts));
	}

	private List<Plot> plots(Period period) {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("messages");
		messages.setDefaultEncoding("UTF-8");
		messages.setFallbackToSystemLocale(false);
		return new Plots(this.statistics, messages).of(period, NOW, Locale.ENGLISH);
	}

}

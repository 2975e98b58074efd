package dev.vestibule.federation;

import java.time.LocalDate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GraphVersionHealthIndicatorTests {

	@ParameterizedTest
	@CsvSource({ "v20.0, 2026-11-21, true", "v21.0, 2026-10-20, false", "v21.0, 2026-10-21, true",
			"v21.0, 2027-06-01, true", "v26.0, 2026-11-21, false", "v26.0, 2029-01-01, true",
			"v100.0, 2026-11-21, false" })
	void isEndingWhenThreeMonthsAreLeftOrLess(String version, LocalDate today, boolean ending) {
		assertThat(GraphVersionHealthIndicator.isEnding(version, today)).isEqualTo(ending);
	}

}

package dev.vestibule.benchmark;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FiguresTests {

	private final Figures figures = new Figures();

	@Test
	void medianWhenRoundsDifferThenTheMiddleOne() {
		add(Contender.FLOOR, 100, 0, 9);
		add(Contender.FLOOR, 100, 0, 1);
		add(Contender.FLOOR, 100, 0, 2);
		assertThat(cpu(Contender.FLOOR)).contains(2.0);
		assertThat(cpu(Contender.PLAIN)).isEmpty();
	}

	@Test
	void medianWhenEvenlyManyThenBetweenTheTwo() {
		assertThat(Figures.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3);
	}

	@Test
	void medianWhenNothingGoodCameBackThenNone() {
		add(Contender.PLAIN, 0, 5, 1);
		assertThat(cpu(Contender.PLAIN)).isEmpty();
	}

	@Test
	void errorShareWhenSomeFailedThenTheirShareOfAll() {
		add(Contender.PLAIN, 95, 0, 1);
		add(Contender.PLAIN, 4, 1, 1);
		assertThat(this.figures.errorShare(Contender.PLAIN, Flow.JWKS)).isEqualTo(0.01, within(1e-9));
		assertThat(this.figures.errorShare(Contender.FLOOR, Flow.JWKS)).isZero();
	}

	@Test
	void usageWhenDividedThenPerRequest() {
		Usage used = new Usage(30, 20, 15, 14, 1300, 12).since(new Usage(10, 10, 5, 4, 300, 2)).per(10);
		assertThat(used).isEqualTo(new Usage(2, 1, 1, 1, 100, 1));
		assertThat(used.cpu()).isEqualTo(3);
	}

	@Test
	void ratioWhenOneIsMissingThenNone() {
		assertThat(Report.ratio(Optional.of(3.0), Optional.of(2.0))).contains(1.5);
		assertThat(Report.ratio(Optional.of(3.0), Optional.empty())).isEmpty();
		assertThat(Report.ratio(Optional.of(3.0), Optional.of(0.0))).isEmpty();
	}

	private void add(Contender contender, long good, long bad, double cpu) {
		this.figures.add(contender, Flow.JWKS, 8,
				new Measurement(new Load(good, bad, 1, 1, 1), new Usage(cpu, 0, 0, 0, 0, 0)));
	}

	private Optional<Double> cpu(Contender contender) {
		return this.figures.median(contender, Flow.JWKS, 8, (measurement) -> measurement.each().cpu());
	}

}

package dev.vestibule.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All that was measured. What is told of it are medians over the rounds.
 */
final class Figures {

	private final Map<Key, List<Measurement>> measurements = new HashMap<>();

	private final Map<String, List<Double>> others = new HashMap<>();

	private final Map<String, Load> looks = new LinkedHashMap<>();

	void add(Contender contender, Flow flow, int connections, Measurement measurement) {
		this.measurements.computeIfAbsent(new Key(contender, flow, connections), (key) -> new ArrayList<>())
			.add(measurement);
	}

	/**
	 * Adds a figure of a server that no flow belongs to.
	 */
	void add(Contender contender, String name, double value) {
		this.others.computeIfAbsent(contender + name, (key) -> new ArrayList<>()).add(value);
	}

	/**
	 * Adds what an administrator waited for.
	 */
	void addLook(String name, Load load) {
		this.looks.put(name, load);
	}

	Map<String, Load> looks() {
		return this.looks;
	}

	Optional<Double> median(Contender contender, String name) {
		return Optional.ofNullable(this.others.get(contender + name)).map(Figures::median);
	}

	/**
	 * Empty if it was not measured, or nothing good came back.
	 */
	Optional<Double> median(Contender contender, Flow flow, int connections, ToDoubleFunction<Measurement> figure) {
		List<Double> values = all(contender, flow, connections).stream()
			.filter((measurement) -> measurement.load().good() > 0)
			.map(figure::applyAsDouble)
			.toList();
		return values.isEmpty() ? Optional.empty() : Optional.of(median(values));
	}

	/**
	 * The share of answers, over all rounds and numbers of connections, that were not as
	 * expected.
	 */
	double errorShare(Contender contender, Flow flow) {
		long good = 0;
		long bad = 0;
		for (Map.Entry<Key, List<Measurement>> entry : this.measurements.entrySet()) {
			if (entry.getKey().contender() == contender && entry.getKey().flow() == flow) {
				for (Measurement measurement : entry.getValue()) {
					good += measurement.load().good();
					bad += measurement.load().bad();
				}
			}
		}
		return (bad == 0) ? 0 : bad / (double) (good + bad);
	}

	private List<Measurement> all(Contender contender, Flow flow, int connections) {
		return this.measurements.getOrDefault(new Key(contender, flow, connections), List.of());
	}

	static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	/**
	 * What was measured with how many connections.
	 */
	private record Key(Contender contender, Flow flow, int connections) {

	}

}

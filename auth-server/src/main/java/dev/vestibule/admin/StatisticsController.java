package dev.vestibule.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.statistics.Statistics;
import dev.vestibule.statistics.Statistics.Count;
import dev.vestibule.statistics.Statistics.Unit;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How often what happened, by hour or by day.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/statistics")
class StatisticsController {

	private static final int MOST_HOURS = 31 * 24;

	private static final int MOST_DAYS = 400;

	private static final int USUAL_HOURS = 48;

	private static final int USUAL_DAYS = 30;

	private final Statistics statistics;

	StatisticsController(Statistics statistics) {
		this.statistics = statistics;
	}

	@GetMapping
	Map<String, Object> show(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		boolean daily = "day".equals(query.choice("by", Set.of("hour", "day")));
		Unit unit = daily ? Unit.DAY : Unit.HOUR;
		String kind = query.text("kind", 64);
		Instant since = query.time("from");
		Instant until = query.time("to");
		Instant to = unit.ceiling((until != null) ? until : Instant.now());
		Instant from = (since != null) ? unit.floor(since) : unit.plus(to, daily ? -USUAL_DAYS : -USUAL_HOURS);
		if (!from.isBefore(to)) {
			query.refuse("from", "must be before to");
		}
		else if (Duration.between(from, to)
			.compareTo(daily ? Duration.ofDays(MOST_DAYS) : Duration.ofHours(MOST_HOURS)) > 0) {
			query.refuse("from", "must be at most " + MOST_HOURS + " hours, or " + MOST_DAYS + " days, before to");
		}
		query.check();
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("by", daily ? "day" : "hour");
		answer.put("from", from.toString());
		answer.put("to", to.toString());
		answer.put("counts",
				this.statistics.counts(unit, from, to, (kind != null) ? List.of(kind) : List.of())
					.stream()
					.map(StatisticsController::fields)
					.toList());
		return answer;
	}

	private static Map<String, Object> fields(Count count) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("time", count.time().toString());
		fields.put("kind", count.kind());
		fields.put("label", count.label());
		fields.put("count", count.count());
		return fields;
	}

}

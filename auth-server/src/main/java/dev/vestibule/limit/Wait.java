package dev.vestibule.limit;

import java.time.Duration;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;

/**
 * How long to wait, rounded up, as people say it.
 */
final class Wait {

	private static final int MANY = 90;

	private static final int MANY_HOURS = 36;

	private Wait() {
	}

	static long seconds(Duration wait) {
		return ceil(wait, Duration.ofSeconds(1));
	}

	static MessageSourceResolvable inWords(Duration wait) {
		if (seconds(wait) <= MANY) {
			return message("limit.wait.seconds", seconds(wait));
		}
		long minutes = ceil(wait, Duration.ofMinutes(1));
		if (minutes <= MANY) {
			return message("limit.wait.minutes", minutes);
		}
		long hours = ceil(wait, Duration.ofHours(1));
		return (hours <= MANY_HOURS) ? message("limit.wait.hours", hours)
				: message("limit.wait.days", ceil(wait, Duration.ofDays(1)));
	}

	private static MessageSourceResolvable message(String code, long number) {
		return new DefaultMessageSourceResolvable(new String[] { code }, new Object[] { number });
	}

	private static long ceil(Duration wait, Duration unit) {
		return wait.plus(unit).minusNanos(1).dividedBy(unit);
	}

}

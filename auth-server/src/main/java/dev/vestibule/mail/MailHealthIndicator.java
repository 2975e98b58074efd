package dev.vestibule.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.vestibule.transport.Refusal;
import dev.vestibule.transport.Refusal.Kind;
import dev.vestibule.transport.Route;
import dev.vestibule.transport.Routes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Whether every way out is open, the one to fall back on included: while that carries the
 * mail, nobody else notices.
 */
@Component("mailRoutesHealthIndicator")
class MailHealthIndicator implements HealthIndicator {

	private static final Status UNREACHABLE = new Status("UNREACHABLE");

	private static final Status AUTHORIZE_AGAIN = new Status("AUTHORIZE_AGAIN");

	/** So long before access ends that is known to end. */
	private static final Duration AHEAD = Duration.ofDays(1);

	private final Routes routes;

	private final Outage outage;

	MailHealthIndicator(Routes routes, Outage outage, MeterRegistry meters) {
		this.routes = routes;
		this.outage = outage;
		routes.list().forEach((route) -> gauge(route, meters));
	}

	@Override
	public Health health() {
		List<Refusal> refusals = this.routes.list()
			.stream()
			.map(this.outage::refusal)
			.flatMap(Optional::stream)
			.toList();
		if (refusals.stream().anyMatch((refusal) -> refusal.kind() == Kind.UNAUTHORIZED) || endsSoon()) {
			return Health.status(AUTHORIZE_AGAIN).build();
		}
		return refusals.isEmpty() ? Health.up().build() : Health.status(UNREACHABLE).build();
	}

	private boolean endsSoon() {
		Instant soon = Instant.now().plus(AHEAD);
		return this.routes.list()
			.stream()
			.map(Route::authorizedUntil)
			.flatMap(Optional::stream)
			.anyMatch((until) -> until.isBefore(soon));
	}

	private void gauge(Route route, MeterRegistry meters) {
		Gauge.builder("vestibule.mail.route.open", () -> open(route))
			.description("Whether mail can leave by it, as far as is known: 1 or 0")
			.tag("route", route.id())
			.register(meters);
	}

	private double open(Route route) {
		try {
			return this.outage.refusal(route).isEmpty() ? 1 : 0;
		}
		catch (DataAccessException ex) {
			return Double.NaN;
		}
	}

}

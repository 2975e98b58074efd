package dev.vestibule.federation;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;

import dev.vestibule.federation.ProviderRegistration.Stored;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Warns three months before Meta retires the version of the Graph API that is called.
 */
@Component("graphVersionHealthIndicator")
class GraphVersionHealthIndicator implements HealthIndicator {

	private static final Status VERSION_ENDS = new Status("VERSION_ENDS");

	private static final Period WARNING = Period.ofMonths(3);

	/** Meta ends it then, and one after another about every four months. */
	private static final int KNOWN = 21;

	private static final LocalDate KNOWN_ENDS = LocalDate.of(2027, 1, 21);

	private static final int MONTHS_BETWEEN = 4;

	private final ProviderRegistrations registrations;

	GraphVersionHealthIndicator(ProviderRegistrations registrations) {
		this.registrations = registrations;
	}

	@Override
	public Health health() {
		LocalDate today = LocalDate.now(ZoneOffset.UTC);
		boolean ends = this.registrations.list()
			.stream()
			.map(Stored::registration)
			.filter((registration) -> registration.enabled() && registration.preset().equals(FacebookPreset.ID))
			.anyMatch((registration) -> isEnding(
					registration.settings().getOrDefault("graph_version", FacebookPreset.VERSION), today));
		return (ends ? Health.status(VERSION_ENDS) : Health.up()).build();
	}

	static boolean isEnding(String version, LocalDate today) {
		int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
		return !today.isBefore(KNOWN_ENDS.plusMonths((long) MONTHS_BETWEEN * (major - KNOWN)).minus(WARNING));
	}

}

package dev.vestibule.audit;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long it is remembered what happened.
 *
 * @param kept a day at least
 */
@ConfigurationProperties("vestibule.audit")
public record AuditProperties(@DefaultValue("400d") Duration kept) {

	public AuditProperties {
		if (kept.compareTo(Duration.ofDays(1)) < 0) {
			throw new IllegalArgumentException("vestibule.audit.kept must be a day at least, such as 400d.");
		}
	}

}

package dev.vestibule.admin;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the administration asks of people.
 *
 * @param recentSignIn how old a person's sign-in may be for a dangerous change
 * @param followers how many may follow the audit log at each node
 * @param follow for how long at a time; they come back by themselves
 */
@ConfigurationProperties("vestibule.admin")
record AdminProperties(@DefaultValue("5m") Duration recentSignIn, @DefaultValue("10") int followers,
		@DefaultValue("1m") Duration follow) {

}

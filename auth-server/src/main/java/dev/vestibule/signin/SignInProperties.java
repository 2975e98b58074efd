package dev.vestibule.signin;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What signing in bears.
 *
 * @param passwordAttempts wrong passwords per address and source within 15 minutes
 * @param consecutiveFailures wrong passwords per address, wherever they come from, until
 * one is right
 * @param forgetting when those are forgotten at last
 */
@ConfigurationProperties("vestibule.sign-in")
record SignInProperties(@DefaultValue("10") int passwordAttempts, @DefaultValue("100") int consecutiveFailures,
		@DefaultValue("30d") Duration forgetting) {

}

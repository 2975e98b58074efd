package dev.vestibule.signin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What signing in bears.
 *
 * @param passwordAttempts wrong passwords per address and source within 15 minutes
 * @param passwordAttemptsPerDay consecutive wrong passwords per address within a day,
 * wherever they come from
 */
@ConfigurationProperties("vestibule.sign-in")
record SignInProperties(@DefaultValue("10") int passwordAttempts, @DefaultValue("100") int passwordAttemptsPerDay) {

}

package dev.vestibule.signin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What signing in bears.
 *
 * @param passwordAttempts wrong passwords per address and source within 15 minutes
 */
@ConfigurationProperties("vestibule.sign-in")
record SignInProperties(@DefaultValue("10") int passwordAttempts) {

}

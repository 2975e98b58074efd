package dev.vestibule.account;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an account keeps after a change.
 *
 * @param freeze how long after a recovery the address and the factors stay as they are
 * @param revertible how long a notice's "this was not me" works, and a change of address
 * can be undone from the old mailbox, whose address nobody else may have meanwhile
 */
@ConfigurationProperties("vestibule.account")
public record AccountProperties(@DefaultValue("24h") Duration freeze, @DefaultValue("7d") Duration revertible) {

}

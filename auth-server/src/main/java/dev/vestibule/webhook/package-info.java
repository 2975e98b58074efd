/**
 * The registered addresses that are told what happens: which events each wants, the
 * outbox from which it gets them, signed, and what became of each. It does not know what
 * the events mean.
 */
@ApplicationModule(allowedDependencies = { "audit", "freshness", "keyring", "outbound", "purge" })
@NullMarked
package dev.vestibule.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

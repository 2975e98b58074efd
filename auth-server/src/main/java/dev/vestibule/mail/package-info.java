/**
 * Messages out: the outbox, their templates, and what became of them. It does not know
 * why a message is sent, and holds no secret: what a message must carry of one, it asks
 * for at the moment of sending.
 */
@ApplicationModule(allowedDependencies = { "audit", "purge", "statistics", "transport", "web" })
@NullMarked
package dev.vestibule.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

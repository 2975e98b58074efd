/**
 * Mail that administrators write to account holders, to one or to all of a query, and the
 * holders' switch for it. It does not know how a mail leaves, and what it says about an
 * account's safety is none of its business.
 */
@ApplicationModule(allowedDependencies = { "audit", "keyring", "mail", "purge", "web" })
@NullMarked
package dev.vestibule.mailing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Accounts, their verified address, password and federated identities, who is signed in,
 * and the issuing gate that everything asks before it mints. It does not know how an
 * address is proved or what is issued.
 */
@ApplicationModule(allowedDependencies = { "audit" })
@NullMarked
package dev.vestibule.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

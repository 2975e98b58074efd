/**
 * Accounts, their verified address, password, federated identities, roles and groups, who
 * is signed in, who may have an account, and the issuing gate that everything asks before
 * it mints. It does not know how an address is proved or what is issued.
 */
@ApplicationModule(allowedDependencies = { "audit", "setting" })
@NullMarked
package dev.vestibule.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

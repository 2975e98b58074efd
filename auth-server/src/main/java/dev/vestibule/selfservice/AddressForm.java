package dev.vestibule.selfservice;

import org.jspecify.annotations.Nullable;

/**
 * What the page sends that asks for a new address.
 */
record AddressForm(@Nullable String email) {

}

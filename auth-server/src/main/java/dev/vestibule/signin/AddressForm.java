package dev.vestibule.signin;

import org.jspecify.annotations.Nullable;

/**
 * What the page sends that asks for an address.
 */
record AddressForm(@Nullable String email) {

}

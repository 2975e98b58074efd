/**
 * The resource server: {@code /api/notes} for whoever brings an access token that is
 * meant for it. Must not know who obtained the token, nor how: no session, no cookie, no
 * login.
 */
@NullMarked
package dev.vestibule.demo.resourceserver;

import org.jspecify.annotations.NullMarked;

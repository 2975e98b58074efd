/**
 * The page at {@code /spa}, whose script is a public client of its own. The server side
 * only hands out the page: it must not see a token.
 */
@NullMarked
package dev.vestibule.demo.browserapp;

import org.jspecify.annotations.NullMarked;

/**
 * A person's browser over the running quickstart, whole: every walk that the product
 * promises, in Chromium. It knows pages, mails and addresses, and no class of the server.
 */
@NullMarked
package dev.vestibule.quickstart.browser;

import org.jspecify.annotations.NullMarked;

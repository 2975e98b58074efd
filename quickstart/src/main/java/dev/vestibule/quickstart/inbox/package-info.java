/**
 * The inbox: takes every mail that is sent to it over SMTP, keeps each as a file, and
 * shows them on a page and as JSON. It knows nothing of who sends, nor of what the mails
 * are for.
 */
@NullMarked
package dev.vestibule.quickstart.inbox;

import org.jspecify.annotations.NullMarked;

/**
 * Everything by one command: PostgreSQL, an inbox, simulated providers, the authorization
 * server and the demo client. It runs the two applications exactly as they are shipped,
 * as child processes, and must not know any class of theirs.
 */
@NullMarked
package dev.vestibule.quickstart;

import org.jspecify.annotations.NullMarked;

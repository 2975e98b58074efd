/**
 * Both sides of an integration with Vestibule in one small application:
 * {@code relyingapp} logs people in, {@code resourceserver} validates access tokens,
 * {@code browserapp} does the same as the relying app from a page's own script. None of
 * the three knows another: they meet over HTTP only, as they would on three hosts.
 */
@NullMarked
package dev.vestibule.demo;

import org.jspecify.annotations.NullMarked;

/**
 * The relying app: logs people in by redirect, shows who they are, calls the API with
 * their access token, and logs out on both sides. Must not know how the API stores or
 * checks anything.
 */
@NullMarked
package dev.vestibule.demo.relyingapp;

import org.jspecify.annotations.NullMarked;

package dev.vestibule.benchmark;

/**
 * A load, and what each good answer to it took.
 */
record Measurement(Load load, Usage each) {

}

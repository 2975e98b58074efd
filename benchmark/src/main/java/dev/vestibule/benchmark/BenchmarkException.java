package dev.vestibule.benchmark;

/**
 * Why the benchmark cannot go on, in a sentence.
 */
class BenchmarkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BenchmarkException(String sentence) {
		super(sentence);
	}

}

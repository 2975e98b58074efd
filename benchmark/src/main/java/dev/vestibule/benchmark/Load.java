package dev.vestibule.benchmark;

/**
 * What came back under load.
 *
 * @param good answers as expected
 * @param bad other answers, and none
 * @param seconds how long it took
 * @param median half of the answers took at most so many milliseconds
 * @param p99 99 of 100 answers did
 */
record Load(long good, long bad, double seconds, double median, double p99) {

	double perSecond() {
		return this.good / this.seconds;
	}

}

package dev.vestibule.startup;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Writes why the server does not start to standard error, on one line.
 */
class OneSentenceReporter implements FailureAnalysisReporter {

	@Override
	public void report(FailureAnalysis analysis) {
		String action = (analysis.getAction() != null) ? " " + analysis.getAction() : "";
		System.err.println((analysis.getDescription() + action).replaceAll("\\s+", " ").strip());
	}

}

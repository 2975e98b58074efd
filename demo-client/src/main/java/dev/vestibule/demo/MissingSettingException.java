package dev.vestibule.demo;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * A setting without which the demo does not start; its message is a sentence for whoever
 * starts it.
 */
class MissingSettingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	MissingSettingException(String message) {
		super(message);
	}

	/**
	 * Prints that sentence, and no stack trace.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Analyzer extends AbstractFailureAnalyzer<MissingSettingException> {

		@Override
		protected FailureAnalysis analyze(Throwable failure, MissingSettingException missing) {
			return new FailureAnalysis(missing.getMessage(), null, failure);
		}

	}

}

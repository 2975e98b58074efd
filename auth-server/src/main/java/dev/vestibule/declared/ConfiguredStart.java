package dev.vestibule.declared;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Problem;
import dev.vestibule.admin.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Applies the document that the settings name at each start, before anybody is served. A
 * node whose document is wrong does not start.
 */
@Component
class ConfiguredStart implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ConfiguredStart.class);

	static final Asking BY = new Asking("configuration", null);

	private final DocumentProperties properties;

	private final Reconciliation reconciliation;

	ConfiguredStart(DocumentProperties properties, Reconciliation reconciliation) {
		this.properties = properties;
		this.reconciliation = reconciliation;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Path file = this.properties.file();
		if (file == null) {
			return;
		}
		try {
			List<Step> steps = this.reconciliation.apply(Document.of(file), this.properties.prune(), (changes) -> true,
					BY);
			steps.forEach((step) -> logger.info("{}", step));
			logger.info("The configuration {} is applied{}", file,
					steps.isEmpty() ? "; everything was so already" : "");
		}
		catch (ProblemException ex) {
			throw new IllegalStateException(sentence(file, ex.problem()), ex);
		}
	}

	static String sentence(Path file, Problem problem) {
		String reasons = problem.errors()
			.stream()
			.map((error) -> error.field() + " " + error.detail())
			.collect(Collectors.joining("; "));
		return "The configuration " + file + " cannot be applied: "
				+ (reasons.isEmpty() ? problem.detail() : reasons + ".");
	}

}

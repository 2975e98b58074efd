package dev.vestibule.startup;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * Finds the one sentence in what stopped the server from starting: a refusal of our own
 * code, a setting that cannot be read, the database, the port. Values of settings are not
 * repeated, since they may be secrets.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupFailures implements FailureAnalyzer {

	private static final String OURS = "dev.vestibule.";

	private static final Set<String> PASSED_THROUGH = Set.of(Assert.class.getName(), "java.util.Objects");

	private final Environment environment;

	StartupFailures(Environment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		// The innermost knows best.
		List<Throwable> causes = new ArrayList<>();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			causes.add(cause);
		}
		Collections.reverse(causes);
		return causes.stream()
			.map(this::sentence)
			.flatMap(Stream::ofNullable)
			.findFirst()
			.map((sentence) -> new FailureAnalysis(sentence, null, failure))
			.orElse(null);
	}

	private @Nullable String sentence(Throwable cause) {
		if (cause instanceof PortInUseException port) {
			return "Port %d is in use: stop what listens there, or set another one with SERVER_PORT."
				.formatted(port.getPort());
		}
		if (cause instanceof SQLException sql) {
			return database(sql);
		}
		if (cause instanceof FlywayException) {
			return "The database’s schema is not one that this version can work with: " + firstLine(cause);
		}
		if (cause instanceof BindException bind) {
			return "The setting %s cannot be read: it must be of type %s.".formatted(bind.getName(),
					bind.getTarget().getType());
		}
		if (cause.getClass().getSimpleName().equals("DataSourceBeanCreationException")) {
			return "No database is set: give its address with SPRING_DATASOURCE_URL, such as jdbc:postgresql://localhost:5432/vestibule.";
		}
		return refusedByUs(cause) ? cause.getMessage() : null;
	}

	private @Nullable String database(SQLException failure) {
		String state = (failure.getSQLState() != null) ? failure.getSQLState() : "";
		if (state.startsWith("28")) {
			return "The database at %s refuses the user: check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD."
				.formatted(url());
		}
		if (state.equals("3D000")) {
			return "The database server has no database %s: create it, or set another with SPRING_DATASOURCE_URL."
				.formatted(url());
		}
		if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57")
				|| failure instanceof SQLTransientConnectionException) {
			return "The database at %s cannot be reached: start PostgreSQL, or set its address with SPRING_DATASOURCE_URL."
				.formatted(url());
		}
		return null;
	}

	private String url() {
		// What follows the question mark may be a password.
		return this.environment.getProperty("spring.datasource.url", "").replaceAll("\\?.*", "");
	}

	private static boolean refusedByUs(Throwable cause) {
		return (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)
				&& cause.getMessage() != null
				&& Stream.of(cause.getStackTrace())
					.map(StackTraceElement::getClassName)
					.filter((thrower) -> !PASSED_THROUGH.contains(thrower))
					.findFirst()
					.filter((thrower) -> thrower.startsWith(OURS))
					.isPresent();
	}

	private static @Nullable String firstLine(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage().lines().findFirst().orElse(null) : null;
	}

}

package dev.vestibule.federation;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/**
 * What the log says while something happens, at the most talkative level that our
 * settings leave.
 */
final class LogRecorder {

	private static final String LEVEL = "logging.level.";

	/**
	 * The server that stands in for a provider, and is asked in the same process.
	 */
	private static final String PROVIDER = "com.sun.net.httpserver";

	private LogRecorder() {
	}

	static List<String> record(Work work) throws Exception {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		Level before = root.getLevel();
		ListAppender<ILoggingEvent> recorder = new ListAppender<>();
		applySettings();
		recorder.start();
		root.setLevel(Level.TRACE);
		root.addAppender(recorder);
		try {
			work.run();
		}
		finally {
			root.detachAppender(recorder);
			root.setLevel(before);
		}
		return List.copyOf(recorder.list)
			.stream()
			.filter((event) -> !event.getLoggerName().startsWith(PROVIDER))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	private static void applySettings() throws Exception {
		for (PropertySource<?> source : new YamlPropertySourceLoader().load("application",
				new ClassPathResource("application.yml"))) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				if (name.startsWith(LEVEL)) {
					((Logger) LoggerFactory.getLogger(name.substring(LEVEL.length())))
						.setLevel(Level.toLevel(String.valueOf(source.getProperty(name))));
				}
			}
		}
	}

	interface Work {

		void run() throws Exception;

	}

}

package dev.vestibule;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
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
public final class LogRecorder {

	private static final String LEVEL = "logging.level.";

	/**
	 * Who else talks in this process: stand-ins for a provider, a mail server, a browser.
	 */
	private static final List<String> OTHERS = List.of("com.sun.net.httpserver", "com.icegreen", "jdk.internal");

	private LogRecorder() {
	}

	public static List<String> record(Work work) throws Exception {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		Level before = root.getLevel();
		ListAppender<ILoggingEvent> recorder = new ListAppender<>();
		applySettings();
		recorder.start();
		List<Appender<ILoggingEvent>> others = new ArrayList<>();
		root.iteratorForAppenders().forEachRemaining(others::add);
		others.forEach(root::detachAppender);
		root.setLevel(Level.TRACE);
		root.addAppender(recorder);
		try {
			work.run();
		}
		finally {
			root.detachAppender(recorder);
			root.setLevel(before);
			others.forEach(root::addAppender);
		}
		return List.copyOf(recorder.list)
			.stream()
			.filter((event) -> OTHERS.stream().noneMatch(event.getLoggerName()::startsWith))
			.map((event) -> event.getLoggerName() + ": " + event.getFormattedMessage())
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

	public interface Work {

		void run() throws Exception;

	}

}

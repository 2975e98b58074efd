package dev.vestibule.declared;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.vestibule.admin.ProblemException;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Applies a document from the command line, or says what that would change, with the
 * server's own settings and without serving anybody.
 */
public final class ConfigurationCommands {

	static final String APPLY = "vestibule.config.apply";

	static final String DRY_RUN = "vestibule.config.dry-run";

	private static final String PRUNE = "vestibule.config.prune";

	private ConfigurationCommands() {
	}

	/**
	 * Runs the command that the command line names, if any.
	 * @param application the server
	 * @return its exit code
	 */
	public static Optional<Integer> run(Class<?> application, String... arguments) {
		SimpleCommandLinePropertySource commandLine = new SimpleCommandLinePropertySource(arguments);
		return Stream.of(DRY_RUN, APPLY)
			.filter(commandLine::containsProperty)
			.findFirst()
			.map((option) -> run(application, Path.of(String.valueOf(commandLine.getProperty(option))),
					option.equals(DRY_RUN), arguments));
	}

	// Of the whole server no more is made than this needs: no endpoint, no task. A dry
	// run leaves the schema as it
	// is, too.
	private static int run(Class<?> application, Path file, boolean dryRun, String... arguments) {
		String[] all = Stream
			.concat(Stream.of(arguments),
					Stream.of("--spring.flyway.enabled=" + !dryRun, "--db-scheduler.enabled=false"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
			.web(WebApplicationType.NONE)
			.initializers((starting) -> starting.addBeanFactoryPostProcessor(ConfigurationCommands::makeOnAsking))
			.logStartupInfo(false)
			.run(all)) {
			boolean prune = context.getEnvironment().getProperty(PRUNE, Boolean.class, false);
			return print(context.getBean(Reconciliation.class), file, prune, dryRun);
		}
	}

	// What waits for all beans to be there would begin its work, such as applying the
	// document of the settings.
	private static void makeOnAsking(ConfigurableListableBeanFactory beans) {
		Stream.of(beans.getBeanDefinitionNames())
			.map(beans::getBeanDefinition)
			.forEach((bean) -> bean.setLazyInit(true));
	}

	private static int print(Reconciliation reconciliation, Path file, boolean prune, boolean dryRun) {
		try {
			List<Step> steps = reconciliation.apply(Document.of(file), prune, (changes) -> !dryRun, ConfiguredStart.BY);
			steps.forEach(System.out::println);
			if (steps.isEmpty()) {
				System.out.println("Nothing to change: everything is so already.");
			}
			return 0;
		}
		catch (ProblemException ex) {
			System.err.println(ConfiguredStart.sentence(file, ex.problem()));
			return 1;
		}
	}

}

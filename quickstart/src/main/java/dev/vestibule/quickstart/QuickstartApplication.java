package dev.vestibule.quickstart;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;

/**
 * The command.
 */
public final class QuickstartApplication {

	private static final String HELP = """
			Runs Vestibule with all that it needs, for trying it out on this machine.

			  java -jar vestibule-quickstart.jar            starts it; what you do is kept between runs
			  java -jar vestibule-quickstart.jar fresh      forgets what was kept, then starts it
			  java -jar vestibule-quickstart.jar --version  says the version

			Settings, all optional, from the environment:
			  VESTIBULE_DATA              the folder that keeps everything (.vestibule)
			  VESTIBULE_ADMIN_PASSWORD    the administrator's password at the first start, 15 characters or more
			  VESTIBULE_AUTH_PORT         9000; likewise MANAGEMENT (9001), DEMO (8080), INBOX (8025), SMTP (1025)
			                              and PROVIDERS (9100)
			  VESTIBULE_PROVIDERS_GOOGLE_CLIENT_ID, VESTIBULE_PROVIDERS_GOOGLE_CLIENT_SECRET
			                              the real Google instead of the simulated one; FACEBOOK likewise
			  SPRING_MAIL_HOST            a real mail server instead of the inbox; also SPRING_MAIL_PORT,
			                              SPRING_MAIL_USERNAME, SPRING_MAIL_PASSWORD, VESTIBULE_MAIL_FROM, and
			                              VESTIBULE_BOOTSTRAP_ADMIN_EMAIL for an administrator with a mailbox
			  VESTIBULE_ISSUER            the server's address behind a proxy, such as https://login.test
			  VESTIBULE_QUICKSTART_HOST   the host names besides localhost that you permit, separated by commas
			All other settings of the server (vestibule.*, spring.*) reach it by their variables too.
			""";

	private QuickstartApplication() {
	}

	public static void main(String[] args) {
		String command = String.join(" ", args);
		switch (command) {
			case "", "fresh" -> run(command.equals("fresh"));
			case "help", "--help", "-h" -> System.out.print(HELP);
			case "version", "--version" -> System.out.println("Vestibule quickstart " + version());
			default -> {
				System.err.println("There is no command \"%s\"; \"help\" lists them.".formatted(command));
				System.exit(2);
			}
		}
	}

	private static void run(boolean fresh) {
		LogManager.getLogManager().reset();
		Resources resources = new Resources();
		CountDownLatch launched = new CountDownLatch(1);
		Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(resources, launched), "stop"));
		try {
			Quickstart quickstart = launch(fresh, resources, launched);
			System.out.println(Banner.of(quickstart));
			fail(resources, quickstart.awaitFailure());
		}
		catch (StartException ex) {
			fail(resources, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			fail(resources, "The quickstart cannot start for a reason that it did not expect: " + ex);
		}
	}

	private static Quickstart launch(boolean fresh, Resources resources, CountDownLatch launched) {
		try {
			return new Launch(Settings.of(System.getenv()), resources, System.out::println).run(fresh);
		}
		finally {
			launched.countDown();
		}
	}

	/**
	 * Stops everything, what is just being started included.
	 */
	private static void stop(Resources resources, CountDownLatch launched) {
		boolean before = resources.isClosed();
		resources.close();
		try {
			launched.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (!before) {
			System.out.println("Stopped.");
		}
	}

	private static void fail(Resources resources, String sentence) {
		if (resources.isClosed()) {
			// It was told to stop: what ended, ended for that.
			return;
		}
		System.err.println(sentence);
		resources.close();
		System.exit(1);
	}

	private static String version() {
		return Optional.ofNullable(QuickstartApplication.class.getPackage().getImplementationVersion())
			.orElse("(unpacked)");
	}

}

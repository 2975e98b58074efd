package dev.vestibule.quickstart;

import java.util.ArrayList;
import java.util.List;

import dev.vestibule.quickstart.administrator.Administrator;

/**
 * What is said once everything runs: where things are, and what to do first.
 */
final class Banner {

	private Banner() {
	}

	static String of(Quickstart quickstart) {
		Settings settings = quickstart.settings();
		Settings.Ports ports = settings.ports();
		String demo = "http://localhost:" + ports.demo();
		String inbox = "http://localhost:" + ports.inbox();
		String providers = "http://localhost:" + ports.providers();
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add("Vestibule is ready.");
		lines.add("");
		lines.add("  Open " + demo + " and choose \"Log in\", then Google"
				+ (settings.hasReal("google") ? "." : ": be whoever you like."));
		lines.add("  With an address that the provider does not vouch for, a code is mailed"
				+ (settings.hasRealMail() ? ";" : " to the inbox, " + inbox + ";"));
		lines.add("  there is no token before you have typed it.");
		lines.add("");
		lines.add(row("Demo client", demo));
		lines.add(row("Authorization server",
				settings.issuer() + "  (health: http://localhost:" + ports.management() + "/actuator/health)"));
		lines.add(row("Inbox", settings.hasRealMail() ? "unused: mail goes to SPRING_MAIL_HOST" : inbox));
		lines.add(row("Google", settings.hasReal("google") ? "real" : "simulated, " + providers + "/google"));
		lines.add(row("Facebook", settings.hasReal("facebook") ? "real" : "simulated, " + providers + "/facebook"));
		lines.add(row("Administrator", administrator(quickstart)));
		lines.add(row("Kept in", settings.data() + "  (start with \"fresh\" to forget it; logs are in logs/)"));
		lines.add("");
		lines.add("Ctrl-C stops everything.");
		return String.join(System.lineSeparator(), lines);
	}

	private static String administrator(Quickstart quickstart) {
		Administrator administrator = quickstart.administrator();
		return quickstart.settings().hasRealMail()
				? "whoever signs up as " + administrator.email() + "  (VESTIBULE_BOOTSTRAP_ADMIN_EMAIL)"
				: administrator.email() + ", password " + administrator.password();
	}

	private static String row(String name, String value) {
		return "  %-22s%s".formatted(name, value);
	}

}

package dev.vestibule.mail;

import java.util.List;
import java.util.Locale;

import dev.vestibule.mail.TrialMessages.Outcome;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Sends a test message from the command line, and says what became of it.
 */
class TrialCommand implements ApplicationRunner, ExitCodeGenerator {

	private final TrialMessages messages;

	private final String recipient;

	private int exitCode;

	TrialCommand(TrialMessages messages, @Value("${" + MailCommands.TEST_TO + "}") String recipient) {
		this.messages = messages;
		this.recipient = recipient;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		List<Outcome> outcomes = this.messages.send(this.recipient, Locale.ENGLISH);
		outcomes.forEach((outcome) -> System.out.println(outcome.route() + ": "
				+ ((outcome.refusal() == null) ? "accepted for " + this.recipient : outcome.refusal())));
		this.exitCode = outcomes.stream().allMatch((outcome) -> outcome.refusal() == null) ? 0 : 1;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}

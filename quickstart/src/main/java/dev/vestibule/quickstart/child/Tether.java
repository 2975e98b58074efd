package dev.vestibule.quickstart.child;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The main class of a child process. It runs the application that its first argument
 * names, and ends the process when the standard input ends, which it does when the parent
 * is gone, for whatever reason. It is loaded alone: it may use the JDK only.
 */
public final class Tether {

	private static final long PATIENCE_MILLIS = 8_000;

	private Tether() {
	}

	public static void main(String[] args) throws Exception {
		startDaemon(Tether::exitAtEndOfInput);
		Class.forName(args[0])
			.getMethod("main", String[].class)
			.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
	}

	private static void exitAtEndOfInput() {
		awaitEndOfInput();
		startDaemon(Tether::halt);
		System.exit(0);
	}

	private static void awaitEndOfInput() {
		try {
			System.in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			// No input is no parent.
		}
	}

	private static void halt() {
		try {
			Thread.sleep(PATIENCE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		Runtime.getRuntime().halt(1);
	}

	private static void startDaemon(Runnable task) {
		Thread thread = new Thread(task, "tether");
		thread.setDaemon(true);
		thread.start();
	}

}

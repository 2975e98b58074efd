package dev.vestibule.quickstart;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import dev.vestibule.quickstart.administrator.Administrator;
import dev.vestibule.quickstart.inbox.Inbox;

/**
 * Everything, running. Closing it stops everything and keeps the data.
 */
public final class Quickstart implements AutoCloseable {

	private final Settings settings;

	private final Administrator administrator;

	private final Inbox inbox;

	private final RunningApplication authServer;

	private final CompletableFuture<String> failure;

	private final Resources resources;

	Quickstart(Settings settings, Administrator administrator, Inbox inbox, RunningApplication authServer,
			CompletableFuture<String> failure, Resources resources) {
		this.settings = settings;
		this.administrator = administrator;
		this.inbox = inbox;
		this.authServer = authServer;
		this.failure = failure;
		this.resources = resources;
	}

	/**
	 * Starts everything and returns when it is ready; nothing is left running when that
	 * fails.
	 */
	public static Quickstart start(Settings settings) {
		Resources resources = new Resources();
		try {
			return new Launch(settings, resources, (step) -> {
			}).run(false);
		}
		catch (RuntimeException ex) {
			resources.close();
			throw ex;
		}
	}

	public Settings settings() {
		return this.settings;
	}

	public Administrator administrator() {
		return this.administrator;
	}

	public Inbox inbox() {
		return this.inbox;
	}

	/**
	 * Ends the authorization server as {@code kill -9} does.
	 */
	public void killAuthServer() {
		this.authServer.kill();
	}

	/**
	 * Starts the authorization server again and returns when it is ready.
	 */
	public void restartAuthServer() throws IOException, InterruptedException {
		this.authServer.restart();
	}

	/**
	 * Returns with a sentence when one of the applications ends by itself.
	 */
	String awaitFailure() {
		return this.failure.join();
	}

	@Override
	public void close() {
		this.resources.close();
	}

}

package dev.vestibule.quickstart;

import java.io.IOException;

/**
 * The secrets that the quickstart makes and keeps. Those of the demo clients are
 * well-known so long as only this machine can reach the server.
 */
record Secrets(String database, String adminPassword, String demoClient, String demoService, String adminCli) {

	static Secrets in(DataFolder data, Settings settings) throws IOException {
		data.kept("keyring", "quickstart:" + DataFolder.random());
		return new Secrets(data.secret("database-password"),
				data.kept("admin-password", settings.adminPassword().orElseGet(DataFolder::random)),
				client(data, settings, "demo-secret"), client(data, settings, "demo-service-secret"),
				client(data, settings, "admin-cli-secret"));
	}

	private static String client(DataFolder data, Settings settings, String wellKnown) throws IOException {
		return settings.isLoopback() ? wellKnown : data.secret(wellKnown);
	}

}

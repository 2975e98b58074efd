package dev.vestibule.flow;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands of the pages that have some do what they say, one after the other.
 */
class AdminApiPageTests extends FlowTests {

	private static final Path PAGE = Path.of("../docs/admin-api.md");

	@Test
	void commandsThenClientIsRegisteredUsedChangedRotatedAndDeleted(@TempDir Path folder) throws Exception {
		long before = lastEvent();
		assertThat(PageCommands.run(PAGE, NODE, folder)).contains("\"access_token\"",
				"\"client_name\":\"Report of the night\"", "\"name\":\"General ledger\"");
		assertThat(NODE.jdbc()
			.sql("SELECT kind FROM audit_event WHERE id > ? AND detail ->> 'by' = 'client:admin-cli' ORDER BY id")
			.param(before)
			.query(String.class)
			.list()).containsExactly("client.created", "client.updated", "client.secret-replaced", "client.deleted",
					"settings.changed", "settings.changed", "resource-server.created", "resource-server.updated",
					"resource-server.deleted");
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM client WHERE client_name = 'Report of the night'")
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void commandsOfConfigurationAsCodeThenAppliedExportedAndPruned(@TempDir Path folder) throws Exception {
		assertThat(PageCommands.run(Path.of("../docs/configuration-as-code.md"), NODE, folder)).isEqualTo("""
				+ client reports-app
				+ client reports-app
				- client reports-app: deleted, since the document does not name it
				""");
	}

	@Test
	void commandsOfTheReadmeThenFirstClientIsRegisteredByCurlAndByYaml(@TempDir Path folder) throws Exception {
		String output = PageCommands.run(Path.of("../README.md"), NODE, folder);
		assertThat(output).contains("\"client_id\":\"my-app\"", "\"client_secret\":", "+ client my-spa");
		AdminCaller admin = AdminCaller.cli(NODE);
		assertThat(admin.get("/clients/my-spa").body()).contains("My browser app");
		assertThat(admin.delete("/clients/my-app").status()).isEqualTo(204);
		NODE.jdbc().sql("DELETE FROM client WHERE client_id = 'my-spa'").update();
	}

	private static long lastEvent() {
		return NODE.jdbc().sql("SELECT coalesce(max(id), 0) FROM audit_event").query(Long.class).single();
	}

}

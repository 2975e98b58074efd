package dev.vestibule.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands of the page about the admin API do what it says, one after the other.
 */
class AdminApiPageTests extends FlowTests {

	private static final Path PAGE = Path.of("../docs/admin-api.md");

	private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

	@Test
	void commandsThenClientIsRegisteredUsedChangedRotatedAndDeleted(@TempDir Path folder) throws Exception {
		long before = lastEvent();
		assertThat(run(folder)).contains("\"access_token\"", "\"client_name\":\"Report of the night\"",
				"\"name\":\"General ledger\"");
		assertThat(NODE.jdbc()
			.sql("SELECT kind FROM audit_event WHERE id > ? AND detail ->> 'by' = 'client:admin-cli' ORDER BY id")
			.param(before)
			.query(String.class)
			.list()).containsExactly("client.created", "client.updated", "client.secret-replaced", "client.deleted",
					"resource-server.created", "resource-server.updated", "resource-server.deleted");
		assertThat(NODE.jdbc()
			.sql("SELECT count(*) FROM client WHERE client_name = 'Report of the night'")
			.query(Integer.class)
			.single()).isZero();
	}

	private static String run(Path folder) throws IOException, InterruptedException {
		String commands = COMMANDS.matcher(Files.readString(PAGE))
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.joining());
		Path script = Files.writeString(folder.resolve("commands.sh"), commands);
		Path output = folder.resolve("output");
		ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-euo", "pipefail", script.toString()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		shell.environment().put("VESTIBULE", NODE.url());
		Process process = shell.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		String text = Files.readString(output, StandardCharsets.UTF_8);
		assertThat(process.exitValue()).as(text).isZero();
		return text;
	}

	private static long lastEvent() {
		return NODE.jdbc().sql("SELECT coalesce(max(id), 0) FROM audit_event").query(Long.class).single();
	}

}

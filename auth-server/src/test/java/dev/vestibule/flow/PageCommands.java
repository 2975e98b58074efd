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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the commands of a page, one after the other, against a node in the quickstart's
 * place.
 */
final class PageCommands {

	private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

	private PageCommands() {
	}

	/**
	 * What they print.
	 * @param folder where they run
	 */
	static String run(Path page, Node node, Path folder) throws IOException, InterruptedException {
		String commands = COMMANDS.matcher(Files.readString(page))
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.joining());
		Path script = Files.writeString(folder.resolve("commands.sh"), commands);
		Path output = folder.resolve("output");
		ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-euo", "pipefail", script.toString()))
			.directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		shell.environment().put("VESTIBULE", node.url());
		Process process = shell.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		String text = Files.readString(output, StandardCharsets.UTF_8);
		assertThat(process.exitValue()).as(text).isZero();
		return text;
	}

}

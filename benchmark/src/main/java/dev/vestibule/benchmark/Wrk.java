package dev.vestibule.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator, with our scripts.
 */
final class Wrk {

	private static final Pattern SUMMARY = Pattern
		.compile("^benchmark: (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)$", Pattern.MULTILINE);

	/** In place of an authorization or a body. */
	static final String NONE = "-";

	private final HttpClient http = HttpClient.newHttpClient();

	private final Path folder;

	Wrk(Path folder) throws IOException {
		this.folder = folder;
		for (String name : List.of("request.lua", "refresh.lua")) {
			Files.writeString(folder.resolve(name), resource(name) + resource("done.lua"));
		}
	}

	/**
	 * Fails with a sentence if it is not installed.
	 */
	static void require() {
		try {
			Process version = new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
			version.getInputStream().transferTo(OutputStream.nullOutputStream());
			version.waitFor();
		}
		catch (IOException ex) {
			throw new BenchmarkException(
					"The load comes from wrk, which is not installed. On Debian and Ubuntu: apt install wrk");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BenchmarkException("Interrupted");
		}
	}

	/**
	 * Sends a request once, without wrk.
	 * @return the answer's status
	 */
	int once(String url, String method, String authorization, String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
		if (!authorization.equals(NONE)) {
			request.header("Authorization", authorization);
		}
		if (body.equals(NONE)) {
			request.method(method, BodyPublishers.noBody());
		}
		else {
			request.header("Content-Type", "application/x-www-form-urlencoded")
				.method(method, BodyPublishers.ofString(body));
		}
		return this.http.send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	/**
	 * Sends the same request again and again.
	 */
	Load repeat(String url, String method, String authorization, String body, int connections, int seconds)
			throws IOException, InterruptedException {
		return run("request.lua", url, connections, seconds, List.of(method, authorization, body));
	}

	/**
	 * Uses refresh tokens, each once, and their successors.
	 */
	Load refresh(String url, String authorization, List<String> tokens, int connections, int seconds)
			throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of(authorization));
		arguments.addAll(tokens);
		return run("refresh.lua", url, connections, seconds, arguments);
	}

	private Load run(String script, String url, int connections, int seconds, List<String> arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of("wrk", "--threads", "1", "--connections",
				Integer.toString(connections), "--duration", seconds + "s", "--timeout", "10s", "--script",
				this.folder.resolve(script).toString(), url, "--"));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (InputStream output = process.getInputStream()) {
			String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor();
			return parse(said);
		}
		finally {
			process.destroy();
		}
	}

	static Load parse(String output) {
		Matcher summary = SUMMARY.matcher(output);
		if (!summary.find()) {
			throw new BenchmarkException("wrk has not measured anything:\n" + output);
		}
		long answers = Long.parseLong(summary.group(1));
		long refused = Long.parseLong(summary.group(3));
		long lost = 0;
		for (int group = 4; group <= 7; group++) {
			lost += Long.parseLong(summary.group(group));
		}
		return new Load(answers - refused, refused + lost, Long.parseLong(summary.group(2)) / 1e6,
				Long.parseLong(summary.group(8)) / 1e3, Long.parseLong(summary.group(9)) / 1e3);
	}

	private static String resource(String name) throws IOException {
		try (InputStream in = Objects.requireNonNull(Wrk.class.getResourceAsStream(name))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}

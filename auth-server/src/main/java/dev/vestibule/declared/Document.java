package dev.vestibule.declared;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.vestibule.admin.Problem;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What was written, in one file or in several that are read as one, and where each part
 * of it stands.
 *
 * @param places the line, and the file if there are several, by path
 */
public record Document(Map<String, @Nullable Object> fields, Map<String, String> places) {

	/** A document, and each file of a folder, may have as many bytes. */
	public static final int MAX_BYTES = 1024 * 1024;

	static final String PROBLEM = "The configuration cannot be applied.";

	/**
	 * Reads a file, or the files of a folder that end with {@code .yml} or {@code .yaml},
	 * in the order of their names.
	 */
	public static Document of(Path path) {
		try {
			if (!Files.isDirectory(path)) {
				return ofYaml(bytes(path));
			}
			Map<String, @Nullable Object> fields = new LinkedHashMap<>();
			Map<String, String> places = new HashMap<>();
			for (Path file : files(path)) {
				String name = String.valueOf(file.getFileName());
				merge(name, new YamlReader(name + ", ", fields, places).read(bytes(file)), fields);
			}
			return new Document(fields, places);
		}
		catch (IOException ex) {
			throw refused(path.toString(), "cannot be read");
		}
	}

	/**
	 * Reads YAML, of which JSON is a part.
	 */
	public static Document ofYaml(byte[] yaml) {
		Map<String, String> places = new HashMap<>();
		return new Document(new YamlReader("", Map.of(), places).read(yaml), places);
	}

	static ProblemException refused(String where, String detail) {
		return new ProblemException(HttpStatus.BAD_REQUEST, PROBLEM, List.of(new InvalidField(where, detail)));
	}

	/**
	 * The same refusal with the place of each field.
	 */
	ProblemException locate(ProblemException refusal) {
		Problem problem = refusal.problem();
		return new ProblemException(new Problem(problem.status(), problem.detail(),
				problem.errors().stream().map(this::locate).toList(), problem.current()));
	}

	private InvalidField locate(InvalidField error) {
		String path = error.field();
		while (!this.places.containsKey(path)) {
			int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
			if (end < 0) {
				return error;
			}
			path = path.substring(0, end);
		}
		return new InvalidField(error.field(), error.detail() + " (" + this.places.get(path) + ")");
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			List<Path> files = all
				.filter((file) -> file.toString().matches("(?s).*\\.ya?ml") && Files.isRegularFile(file))
				.sorted()
				.toList();
			if (files.isEmpty()) {
				throw refused(folder.toString(), "has no file in it that ends with .yml");
			}
			return files;
		}
	}

	private static byte[] bytes(Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			byte[] bytes = in.readNBytes(MAX_BYTES + 1);
			if (bytes.length > MAX_BYTES) {
				throw refused(file.toString(), "is larger than 1 MB");
			}
			return bytes;
		}
	}

	// Each file says its version; lists go on where the file before ended.
	@SuppressWarnings("unchecked") // what the reader makes
	private static void merge(String name, Map<String, @Nullable Object> read, Map<String, @Nullable Object> fields) {
		if (!read.containsKey("version")) {
			throw refused("version", "is required: 1 (" + name + ")");
		}
		read.forEach((field, value) -> {
			Object before = fields.get(field);
			if (before instanceof List<?> list && value instanceof List<?> more) {
				((List<Object>) list).addAll((List<Object>) more);
			}
			else if (before == null) {
				fields.put(field, value);
			}
			else if (!before.equals(value)) {
				throw refused(field, "is something else in a file before (" + name + ")");
			}
		});
	}

}

package dev.vestibule.declared;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.vestibule.admin.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What documents may look like, and which secrets they may name.
 */
class YamlReaderTests {

	@Test
	void readThenTextsStayTextsAndPlacesAreKnown() {
		Document document = document("""
				version: 1
				a: {no: yes, b: [1, "1", true, null, 2020-01-01, 0x10, 1e3]}
				c:
				- d: ~
				""");
		assertThat(document.fields()).containsEntry("version", 1);
		assertThat(document.fields().get("a").toString())
			.isEqualTo("{no=yes, b=[1, 1, true, null, 2020-01-01, 0x10, 1e3]}");
		assertThat(document.places()).containsEntry("c[0].d", "line 4").containsEntry("a.b[2]", "line 2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a: &x b\\nc: *x            | line 1 has an anchor
			a: *x                      | line 1 has an alias
			version: 1\\na: !!int "1"  | line 2 has a tag
			a: !!javax.script.X []     | line 1 has a tag
			version: 1\\nversion: 1    | line 2 has a name that is there already
			a: 1\\n---\\na: 2          | line 2 cannot be read
			a: [1                      | cannot be read
			[1]                        | is no object
			? [a]\\n: b                | has a name that is no text
			a: "\\u0007"               | is not YAML
			""")
	void readWhenNotPlainYamlThenRefusedWithItsLine(String yaml, String refusal) {
		assertRefused(refusal, () -> document(yaml.replace("\\n", "\n").replace("\\u0007", "\u0007")));
	}

	@Test
	void readWhenDeepOrNotTextThenRefused() {
		assertRefused("cannot be read", () -> document("a: " + "[".repeat(5_000)));
		assertRefused("is not UTF-8", () -> Document.ofYaml(new byte[] { 'a', ':', (byte) 0xC3 }));
		assertThat(document("").fields()).isEmpty();
		assertThat(document("\uFEFFversion: 1").fields()).containsEntry("version", 1);
	}

	@Test
	void readWhenFolderThenFilesAreOneDocument(@TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("20-b.yaml"), "version: 1\nclients:\n- client_id: b\n");
		Files.writeString(folder.resolve("10-a.yml"), "version: 1\nclients:\n- client_id: a\nroles: []\n");
		Files.writeString(folder.resolve("README.md"), "not: [yaml");
		Document document = Document.of(folder);
		assertThat(document.fields()).containsEntry("clients",
				List.of(Map.of("client_id", "a"), Map.of("client_id", "b")));
		assertThat(document.places()).containsEntry("clients[1].client_id", "20-b.yaml, line 3");
		Files.writeString(folder.resolve("30-c.yml"), "clients: []");
		assertRefused("version is required: 1 (30-c.yml)", () -> Document.of(folder));
	}

	@Test
	void readWhenAbsentOrEmptyFolderThenSaid(@TempDir Path folder) {
		assertRefused("has no file in it that ends with .yml", () -> Document.of(folder));
		assertRefused("cannot be read", () -> Document.of(folder.resolve("none.yml")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "../outside", "/etc/passwd", "link", "folder", "empty", "large", ".", "a/b", "gone", "" })
	void secretWhenNotAFileOfTheFolderThenRefused(String name, @TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("outside"), "outside");
		Path secrets = Files.createDirectory(folder.resolve("secrets"));
		Files.createSymbolicLink(secrets.resolve("link"), folder.resolve("outside"));
		Files.createDirectory(secrets.resolve("folder"));
		Files.writeString(secrets.resolve("empty"), "\n");
		Files.writeString(secrets.resolve("large"), "x".repeat(9_000));
		Files.writeString(secrets.resolve("good"), "good\n");
		SecretReferences references = new SecretReferences(new MockEnvironment(),
				new DocumentProperties(null, false, secrets));
		StringBuilder refused = new StringBuilder();
		assertThat(references.resolve("s", Map.of("file", name), (path, flaw) -> refused.append(path + " " + flaw)))
			.isNull();
		assertThat(refused).startsWith("s.file ");
		assertThat(references.resolve("s", Map.of("file", "good"), (path, flaw) -> refused.append(flaw)))
			.isEqualTo("good");
	}

	private static void assertRefused(String words, Runnable work) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(work::run)
			.satisfies((ex) -> assertThat(ex.problem().errors().toString()).contains(words));
	}

	private static Document document(String yaml) {
		return Document.ofYaml(yaml.getBytes(StandardCharsets.UTF_8));
	}

}

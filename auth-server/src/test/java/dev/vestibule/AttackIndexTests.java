package dev.vestibule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each attack of the list that the project keeps is replayed by a test whose name begins
 * with its number: {@code attack9WhenRightCodeFiftyTimesAtOnceThenOneSuccess}.
 */
class AttackIndexTests {

	private static final int ATTACKS = 43;

	private static final Path TESTS = Path.of("src/test/java");

	private static final Pattern TEST = Pattern.compile("\\bvoid attack(\\d+)[A-Z]\\w*\\(");

	@Test
	void attacksThenEachHasATest() throws IOException {
		try (Stream<Path> files = Files.walk(TESTS)) {
			Set<Integer> tested = files.filter((file) -> file.toString().endsWith("Tests.java"))
				.flatMap(AttackIndexTests::attacks)
				.collect(Collectors.toCollection(TreeSet::new));
			assertThat(tested).containsExactlyElementsOf(IntStream.rangeClosed(1, ATTACKS).boxed().toList());
		}
	}

	private static Stream<Integer> attacks(Path file) {
		try {
			return TEST.matcher(Files.readString(file)).results().map((result) -> Integer.valueOf(result.group(1)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

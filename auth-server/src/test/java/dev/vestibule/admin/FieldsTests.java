package dev.vestibule.admin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.InvalidField;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class FieldsTests {

	@Test
	void readWhenAllIsWellThenValues() {
		Fields fields = new Fields("No.", Map.of("name", "Ann 안나 😀", "count", 3, "on", true, "kind", "a", "at", 5,
				"tags", List.of("x", "y", "x"), "inner", List.of(Map.of("name", "z"))));
		assertThat(fields.requiredText("name", 8)).isEqualTo("Ann 안나 😀");
		assertThat(fields.number("count", 1, 3)).isEqualTo(3);
		assertThat(fields.flag("on")).isTrue();
		assertThat(fields.choice("kind", Set.of("a", "b"))).isEqualTo("a");
		assertThat(fields.time("at")).hasToString("1970-01-01T00:00:05Z");
		assertThat(fields.texts("tags", 3, 1)).containsExactly("x", "y");
		assertThat(fields.objects("inner", 1)).singleElement()
			.satisfies((inner) -> assertThat(inner.requiredText("name", 1)).isEqualTo("z"));
		assertThat(fields.text("absent", 1)).isNull();
		fields.check();
	}

	@Test
	void checkWhenAnythingIsBadThenEachIsNamedOnce() {
		Map<String, Object> values = new HashMap<>(Map.of("name", "a\u202eb", "long", "abc", "count", 4, "text", "4",
				"on", "true", "kind", "c", "id", "x", "tags", new ArrayList<>(List.of("x", 1, "")), "inner",
				List.of(Map.of("nam\u0000e", "z"), "no")));
		values.put("blank", " ");
		Fields fields = new Fields("No.", values);
		fields.text("name", 10);
		fields.text("long", 2);
		fields.number("count", 1, 3);
		fields.number("text", 1, 9);
		fields.flag("on");
		fields.choice("kind", Set.of("a", "b"));
		fields.id("id");
		fields.texts("tags", 3, 10);
		fields.requiredText("blank", 10);
		fields.requiredText("missing", 10);
		fields.objects("inner", 2);
		ProblemException refused = catchThrowableOfType(ProblemException.class, fields::check);
		assertThat(refused.problem().errors()).extracting(InvalidField::field)
			.containsExactlyInAnyOrder("name", "long", "count", "text", "on", "kind", "id", "tags[1]", "tags[2]",
					"blank", "missing", "inner[0].nam?e", "inner[1]");
		assertThat(refused.problem().errors()).allSatisfy((error) -> assertThat(error.detail()).isNotBlank());
	}

	@Test
	void checkWhenFieldIsUnknownThenRefusedWithTheKnownOnes() {
		Fields fields = new Fields("No.", Map.of("nmae", "x"));
		fields.text("name", 10);
		ProblemException refused = catchThrowableOfType(ProblemException.class, fields::check);
		assertThat(refused.problem().errors())
			.containsExactly(new InvalidField("nmae", "is not known; known are name"));
	}

	@Test
	void mergePatchThenAsInTheRfc() {
		Map<String, Object> patch = new HashMap<>(Map.of("a", "z", "c", new HashMap<>(Map.of("d", 1))));
		patch.put("b", null);
		((Map<?, ?>) patch.get("c")).remove("f");
		assertThat(MergePatch.apply(patch, Map.of("a", "b", "b", 1, "c", Map.of("e", 2), "l", List.of(1))))
			.isEqualTo(Map.of("a", "z", "c", Map.of("d", 1, "e", 2), "l", List.of(1)));
	}

}

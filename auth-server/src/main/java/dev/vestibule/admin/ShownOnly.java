package dev.vestibule.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

/**
 * Fields that are shown and nobody sets. They may be sent back as they came, so that what
 * was read can be changed in one place and written.
 */
final class ShownOnly {

	private final List<String> names;

	private ShownOnly(List<String> names) {
		this.names = names;
	}

	static ShownOnly of(String... names) {
		return new ShownOnly(Stream.of(names).sorted().toList());
	}

	/**
	 * Takes them out of what is wanted.
	 * @param shown what they are
	 * @return those that would be something else
	 */
	List<InvalidField> takeFrom(Map<String, @Nullable Object> wanted, Map<String, ? extends @Nullable Object> shown) {
		return this.names.stream()
			.filter((name) -> wanted.containsKey(name)
					&& !Objects.toString(wanted.remove(name)).equals(Objects.toString(shown.get(name))))
			.map((name) -> new InvalidField(name, "cannot be changed"))
			.toList();
	}

}

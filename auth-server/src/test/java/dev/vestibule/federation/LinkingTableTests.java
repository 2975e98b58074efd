package dev.vestibule.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.LinkingTable.Row;
import dev.vestibule.federation.Situation.Address;
import dev.vestibule.federation.Situation.Holder;
import dev.vestibule.federation.Situation.Identity;
import dev.vestibule.federation.Situation.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LinkingTableTests {

	private static final Path DOCUMENT = Path.of("../docs/linking.md");

	private static final Set<Holder> SOMEBODY = EnumSet.of(Holder.ENABLED, Holder.PROOF_DUE, Holder.FROZEN,
			Holder.DISABLED);

	/**
	 * Every situation that there can be: without a session nothing is one's own.
	 */
	static Stream<Situation> situations() {
		return Arrays.stream(Session.values())
			.flatMap((session) -> Arrays.stream(Identity.values())
				.filter((identity) -> session != Session.NONE || identity != Identity.OWN)
				.flatMap((identity) -> Arrays.stream(Address.values())
					.flatMap((address) -> Arrays.stream(Holder.values())
						.filter((holder) -> session != Session.NONE || holder != Holder.OWN)
						.map((holder) -> new Situation(session, identity, address, holder)))));
	}

	@Test
	void situationsThenNoneIsLeftOut() {
		assertThat(situations()).hasSize(4 * 4 * 7 + 3 * 5 * 4 * 8).doesNotHaveDuplicates();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Situation(Session.NONE, Identity.OWN, Address.NONE, Holder.NONE));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Situation(Session.NONE, Identity.UNKNOWN, Address.TRUSTED, Holder.OWN));
	}

	@ParameterizedTest
	@MethodSource("situations")
	void stepWhenAnySituationThenOneRowAndWhatIsRight(Situation situation) {
		assertThat(LinkingTable.ROWS).filteredOn((row) -> row.fits(situation)).hasSize(1);
		assertThat(LinkingTable.step(situation)).isEqualTo(right(situation));
	}

	// The same in other words, one question after the other.
	private static Step right(Situation situation) {
		return (situation.session() == Session.NONE) ? rightAtSignIn(situation) : rightWhenSignedIn(situation);
	}

	private static Step rightAtSignIn(Situation situation) {
		if (situation.identity() != Identity.UNKNOWN) {
			return switch (situation.identity()) {
				case DISABLED -> Step.REFUSED_DISABLED;
				case PROOF_DUE -> Step.RENEW_PROOF;
				default -> Step.SIGN_IN;
			};
		}
		if (situation.address() == Address.NONE) {
			return Step.ASK_ADDRESS;
		}
		if (situation.address() == Address.UNTRUSTED) {
			return Step.PROVE_ADDRESS;
		}
		return switch (situation.holder()) {
			case NONE -> Step.CREATE_ACCOUNT;
			case RESERVED -> Step.REFUSED_RESERVED;
			case CLOSED -> Step.REFUSED_CLOSED;
			case DISABLED -> Step.REFUSED_DISABLED;
			case FROZEN -> Step.REFUSED_FROZEN;
			default -> Step.SIGN_IN_TO_LINK;
		};
	}

	private static Step rightWhenSignedIn(Situation situation) {
		if (situation.session() == Session.SHUT) {
			return Step.REFUSED_SHUT;
		}
		if (situation.identity() == Identity.OWN) {
			return Step.ALREADY_LINKED;
		}
		if (situation.identity() != Identity.UNKNOWN) {
			return Step.REFUSED_IDENTITY_TAKEN;
		}
		if (situation.session() == Session.FROZEN) {
			return Step.REFUSED_FROZEN;
		}
		boolean counts = situation.address() == Address.TRUSTED || situation.address() == Address.PROVED;
		if (counts && SOMEBODY.contains(situation.holder())) {
			return Step.REFUSED_ADDRESS_TAKEN;
		}
		return (counts && situation.holder() == Holder.RESERVED) ? Step.REFUSED_RESERVED : Step.LINK;
	}

	@Test
	void stepWhenNothingVouchesForTheAddressThenItsHolderDoesNotMatter() {
		for (Address address : EnumSet.of(Address.NONE, Address.UNTRUSTED)) {
			situations().filter((situation) -> situation.address() == address)
				.forEach((situation) -> assertThat(LinkingTable.step(situation)).isEqualTo(LinkingTable
					.step(new Situation(situation.session(), situation.identity(), address, Holder.NONE))));
		}
	}

	/**
	 * With {@code -Dlinking.write=true} the document is brought up to date instead.
	 */
	@Test
	void documentThenShowsTheTable() throws IOException {
		String text = Files.readString(DOCUMENT);
		String expected = text.replaceFirst("(?s)(<!-- table -->\n).*?(<!-- /table -->)",
				"$1" + Matcher.quoteReplacement(table()) + "$2");
		if (Boolean.getBoolean("linking.write")) {
			Files.writeString(DOCUMENT, expected);
		}
		assertThat(Files.readString(DOCUMENT)).as("the table of docs/linking.md; -Dlinking.write=true writes it")
			.isEqualTo(expected)
			.contains("<!-- table -->\n| ")
			.contains(Arrays.stream(Step.values()).map((step) -> "\n- `" + name(step) + "`: ").toList());
	}

	private static String table() {
		return LinkingTable.ROWS.stream()
			.map((row) -> "| %s | %s | %s | %s | `%s` |\n".formatted(names(row.sessions(), Session.class),
					names(row.identities(), Identity.class), names(row.addresses(), Address.class), holders(row),
					name(row.step())))
			.collect(Collectors.joining("",
					"| signed in | identity's account | address | its holder | step |\n|---|---|---|---|---|\n", ""));
	}

	private static String holders(Row row) {
		return names(row.holders(), Holder.class);
	}

	private static <E extends Enum<E>> String names(Set<E> values, Class<E> type) {
		return values.equals(EnumSet.allOf(type)) ? "–"
				: values.stream().map(LinkingTableTests::name).collect(Collectors.joining(", "));
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

}

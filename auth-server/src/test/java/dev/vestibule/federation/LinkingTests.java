package dev.vestibule.federation;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.federation.LinkingDecision.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class LinkingTests {

	private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");

	private static final FederatedIdentity IDENTITY = new FederatedIdentity("google", "https://accounts.google.com",
			"1");

	private final Accounts accounts = mock();

	private final Linking linking = new Linking(this.accounts);

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# identity, holder,   email,     trusted, proved, step
			enabled,   -,         -,         false,   false,  SIGN_IN
			enabled,   -,         -,         false,   true,   SIGN_IN
			enabled,   -,         given,     false,   false,  SIGN_IN
			enabled,   -,         given,     true,    false,  SIGN_IN
			enabled,   enabled,   given,     false,   false,  SIGN_IN
			enabled,   enabled,   given,     true,    true,   SIGN_IN
			enabled,   disabled,  given,     true,    true,   SIGN_IN
			disabled,  -,         -,         false,   false,  REFUSED_DISABLED
			disabled,  -,         given,     false,   true,   REFUSED_DISABLED
			disabled,  enabled,   given,     true,    false,  REFUSED_DISABLED
			disabled,  enabled,   given,     true,    true,   REFUSED_DISABLED
			-,         -,         -,         false,   false,  ASK_ADDRESS
			-,         -,         -,         false,   true,   ASK_ADDRESS
			-,         -,         given,     true,    false,  CREATE_ACCOUNT
			-,         -,         given,     true,    true,   CREATE_ACCOUNT
			-,         -,         given,     false,   true,   CREATE_ACCOUNT
			-,         -,         given,     false,   false,  PROVE_ADDRESS
			-,         enabled,   given,     false,   false,  PROVE_ADDRESS
			-,         disabled,  given,     false,   false,  PROVE_ADDRESS
			-,         enabled,   given,     true,    false,  SIGN_IN_TO_LINK
			-,         enabled,   given,     true,    true,   SIGN_IN_TO_LINK
			-,         enabled,   given,     false,   true,   SIGN_IN_TO_LINK
			-,         disabled,  given,     true,    false,  REFUSED_DISABLED
			-,         disabled,  given,     true,    true,   REFUSED_DISABLED
			-,         disabled,  given,     false,   true,   REFUSED_DISABLED
			""")
	void decideThenAsTheTableSays(@Nullable String identity, @Nullable String holder, @Nullable String email,
			boolean trusted, boolean proved, Step step) {
		Optional<Account> known = account(identity);
		Optional<Account> holding = account(holder);
		given(this.accounts.findByIdentity(IDENTITY)).willReturn(known);
		given(this.accounts.findByEmail(EMAIL)).willReturn(holding);
		LinkingDecision decision = this.linking.decide(user((email != null) ? EMAIL : null, trusted), proved);
		assertThat(decision.step()).isEqualTo(step);
		switch (step) {
			case SIGN_IN -> assertThat(decision.account()).isEqualTo(known.orElseThrow());
			case SIGN_IN_TO_LINK -> assertThat(decision.account()).isEqualTo(holding.orElseThrow());
			case REFUSED_DISABLED -> assertThat(decision.account().enabled()).isFalse();
			default -> assertThatIllegalStateException().isThrownBy(decision::account);
		}
	}

	@Test
	void decideWhenKnownThenNotesTheirAddress() {
		given(this.accounts.findByIdentity(IDENTITY)).willReturn(account("enabled"));
		this.linking.decide(user(EMAIL, true), false);
		verify(this.accounts).noteProviderEmail(IDENTITY, EMAIL, true);
	}

	@Test
	void decideWhenKnownAfterProofThenDoesNotNoteWhatThePersonTyped() {
		given(this.accounts.findByIdentity(IDENTITY)).willReturn(account("enabled"));
		this.linking.decide(user(EMAIL, false), true);
		verify(this.accounts, never()).noteProviderEmail(any(), any(), anyBoolean());
	}

	@Test
	void decideWhenAddressUnprovedThenHolderIsNotLookedFor() {
		this.linking.decide(user(EMAIL, false), false);
		verify(this.accounts, never()).findByEmail(any());
	}

	static Stream<Arguments> names() {
		return Stream.of(Arguments.of("  Ann\r\nBcc: x \u0000 ", "Ann Bcc: x"), Arguments.of(" \t", null),
				Arguments.of("x".repeat(101), "x".repeat(100)),
				Arguments.of("x" + "\uD83D\uDE00".repeat(120), "x" + "\uD83D\uDE00".repeat(99)),
				Arguments.of("Ann \uD83D Lee", "Ann Lee"));
	}

	@ParameterizedTest
	@MethodSource("names")
	void userWhenNameIsLongOrUntidyThenFitsOnALine(String given, @Nullable String kept) {
		assertThat(new FederatedUser(IDENTITY, "Google", EMAIL, true, given).name()).isEqualTo(kept);
	}

	@Test
	void userWhenNoAddressThenNotTrusted() {
		assertThat(user(null, true).emailTrusted()).isFalse();
	}

	private static FederatedUser user(@Nullable EmailAddress email, boolean trusted) {
		return new FederatedUser(IDENTITY, "Google", email, trusted, "Ann");
	}

	private static Optional<Account> account(@Nullable String state) {
		return Optional.ofNullable(state)
			.map((given) -> new Account(UUID.randomUUID(), EMAIL, Instant.now(), "code", "Ann", null,
					given.equals("enabled"), null, 0, Locale.ENGLISH, null));
	}

}

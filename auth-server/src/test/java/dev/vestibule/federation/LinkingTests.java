package dev.vestibule.federation;

import java.time.Instant;
import java.util.Locale;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.account.IssuingGate;
import dev.vestibule.account.SignUpPolicy;
import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.federation.LinkingDecision.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class LinkingTests {

	private static final EmailAddress EMAIL = new EmailAddress("ann@example.com");

	private static final FederatedIdentity IDENTITY = new FederatedIdentity("google", "https://accounts.google.com",
			"1");

	private final Accounts accounts = mock();

	private final IssuingGate gate = mock();

	private final AuditLog audit = mock();

	private final Linking linking = new Linking(this.accounts, mock(SignUpPolicy.class, (question) -> true), this.gate,
			this.audit);

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# identity, holder,    email, trusted, proved, step
			enabled,    -,         -,     false,   false,  SIGN_IN
			enabled,    enabled,   given, true,    true,   SIGN_IN
			frozen,     -,         given, true,    false,  SIGN_IN
			proof due,  enabled,   given, true,    false,  RENEW_PROOF
			disabled,   -,         -,     false,   false,  REFUSED_DISABLED
			disabled,   enabled,   given, true,    true,   REFUSED_DISABLED
			-,          -,         -,     false,   false,  ASK_ADDRESS
			-,          -,         -,     false,   true,   ASK_ADDRESS
			-,          -,         given, true,    false,  CREATE_ACCOUNT
			-,          -,         given, false,   true,   CREATE_ACCOUNT
			-,          -,         given, false,   false,  PROVE_ADDRESS
			-,          enabled,   given, false,   false,  PROVE_ADDRESS
			-,          disabled,  given, false,   false,  PROVE_ADDRESS
			-,          reserved,  given, false,   false,  PROVE_ADDRESS
			-,          enabled,   given, true,    false,  SIGN_IN_TO_LINK
			-,          enabled,   given, false,   true,   SIGN_IN_TO_LINK
			-,          proof due, given, true,    false,  SIGN_IN_TO_LINK
			-,          frozen,    given, true,    false,  REFUSED_FROZEN
			-,          disabled,  given, true,    false,  REFUSED_DISABLED
			-,          disabled,  given, false,   true,   REFUSED_DISABLED
			-,          reserved,  given, true,    false,  REFUSED_RESERVED
			-,          reserved,  given, false,   true,   REFUSED_RESERVED
			""")
	void decideWhenNobodyIsSignedInThenAsTheTableSaysAndAudited(@Nullable String identity, @Nullable String holder,
			@Nullable String email, boolean trusted, boolean proved, Step step) {
		Optional<Account> known = account(identity);
		Optional<Account> holding = account("reserved".equals(holder) ? null : holder);
		given(this.accounts.findByIdentity(IDENTITY)).willReturn(known);
		given(this.accounts.findByEmail(EMAIL)).willReturn(holding);
		given(this.accounts.isReserved(EMAIL, null)).willReturn("reserved".equals(holder));
		LinkingDecision decision = this.linking.decide(user((email != null) ? EMAIL : null, trusted), proved);
		assertThat(decision.step()).isEqualTo(step);
		Optional<Account> about = switch (step) {
			case SIGN_IN, RENEW_PROOF -> known;
			case SIGN_IN_TO_LINK, REFUSED_FROZEN -> holding;
			case REFUSED_DISABLED -> known.or(() -> holding);
			default -> Optional.empty();
		};
		about.ifPresentOrElse((account) -> assertThat(decision.account()).isEqualTo(account),
				() -> assertThatIllegalStateException().isThrownBy(decision::account));
		assertAudited(step, about);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# session, identity, holder,   email, trusted, step
			enabled,   -,        -,        -,     false,   LINK
			enabled,   -,        another,  given, false,   LINK
			enabled,   -,        -,        given, true,    LINK
			enabled,   -,        own,      given, true,    LINK
			enabled,   own,      another,  given, true,    ALREADY_LINKED
			enabled,   another,  own,      given, true,    REFUSED_IDENTITY_TAKEN
			enabled,   -,        another,  given, true,    REFUSED_ADDRESS_TAKEN
			enabled,   -,        reserved, given, true,    REFUSED_RESERVED
			frozen,    -,        own,      given, true,    REFUSED_FROZEN
			frozen,    own,      own,      given, true,    ALREADY_LINKED
			shut,      own,      own,      given, true,    REFUSED_SHUT
			shut,      -,        -,        -,     false,   REFUSED_SHUT
			""")
	void decideForWhenSignedInThenAsTheTableSaysAndAudited(String session, @Nullable String identity,
			@Nullable String holder, @Nullable String email, boolean trusted, Step step) {
		Account own = account(session).orElseThrow();
		Map<String, Account> accounts = Map.of("own", own, "another", account("enabled").orElseThrow());
		given(this.gate.admit(own.id(), own.credentialEpoch()))
			.willReturn(session.equals("shut") ? Optional.empty() : Optional.of(own));
		given(this.accounts.findByIdentity(IDENTITY)).willReturn(Optional.ofNullable(identity).map(accounts::get));
		given(this.accounts.findByEmail(EMAIL)).willReturn(Optional.ofNullable(holder).map(accounts::get));
		given(this.accounts.isReserved(EMAIL, own)).willReturn("reserved".equals(holder));
		LinkingDecision decision = this.linking.decideFor(own, user((email != null) ? EMAIL : null, trusted));
		assertThat(decision.step()).isEqualTo(step);
		assertThat(decision.account()).isEqualTo(own);
		assertAudited(step, Optional.of(own));
	}

	private void assertAudited(Step step, Optional<Account> about) {
		ArgumentCaptor<AuditEvent> event = ArgumentCaptor.captor();
		verify(this.audit).record(event.capture());
		String name = step.name().toLowerCase(Locale.ROOT);
		assertThat(event.getValue()).isEqualTo(
				(step.isRefusal() ? AuditEvent.refused("linking.decided", name) : AuditEvent.success("linking.decided"))
					.account(about.map(Account::id).orElse(null))
					.detail(Map.of("step", name, "provider", "google")));
	}

	@Test
	void decideThenIdentityIsLockedBeforeItIsLookedFor() {
		this.linking.decide(user(EMAIL, true), false);
		InOrder order = inOrder(this.accounts);
		order.verify(this.accounts).lock(IDENTITY);
		order.verify(this.accounts).findByIdentity(IDENTITY);
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
		verify(this.accounts, never()).isReserved(any(), any());
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
		Instant later = Instant.now().plusSeconds(60);
		return Optional.ofNullable(state)
			.map((given) -> new Account(UUID.randomUUID(), EMAIL, Instant.now(), "code", "Ann", null,
					!given.equals("disabled"), given.equals("proof due") ? later : null, 0, Locale.ENGLISH,
					given.equals("frozen") ? later : null));
	}

}

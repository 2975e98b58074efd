package dev.vestibule.federation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.vestibule.federation.LinkingDecision.Step;
import dev.vestibule.federation.Situation.Address;
import dev.vestibule.federation.Situation.Holder;
import dev.vestibule.federation.Situation.Identity;
import dev.vestibule.federation.Situation.Session;

/**
 * The linking table: exactly one of its rows fits each situation. It is explained in
 * {@code docs/linking.md}, which shows these rows.
 */
final class LinkingTable {

	private static final Set<Session> NOBODY = EnumSet.of(Session.NONE);

	private static final Set<Session> SOMEBODY = EnumSet.of(Session.OPEN, Session.FROZEN);

	private static final Set<Identity> UNKNOWN = EnumSet.of(Identity.UNKNOWN);

	private static final Set<Identity> ANY_IDENTITY = EnumSet.allOf(Identity.class);

	private static final Set<Address> VOUCHED_FOR = EnumSet.of(Address.TRUSTED, Address.PROVED);

	private static final Set<Address> ANY_ADDRESS = EnumSet.allOf(Address.class);

	private static final Set<Holder> ANY_HOLDER = EnumSet.allOf(Holder.class);

	// @formatter:off
	static final List<Row> ROWS = List.of(
		// Somebody signs in. An identity that is known says it all.
		new Row(NOBODY, EnumSet.of(Identity.ENABLED), ANY_ADDRESS, ANY_HOLDER, Step.SIGN_IN),
		new Row(NOBODY, EnumSet.of(Identity.PROOF_DUE), ANY_ADDRESS, ANY_HOLDER, Step.RENEW_PROOF),
		new Row(NOBODY, EnumSet.of(Identity.DISABLED), ANY_ADDRESS, ANY_HOLDER, Step.REFUSED_DISABLED),
		// One that is not never tells who holds an address that nothing vouches for.
		new Row(NOBODY, UNKNOWN, EnumSet.of(Address.NONE), ANY_HOLDER, Step.ASK_ADDRESS),
		new Row(NOBODY, UNKNOWN, EnumSet.of(Address.UNTRUSTED), ANY_HOLDER, Step.PROVE_ADDRESS),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.NONE), Step.CREATE_ACCOUNT),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.ENABLED, Holder.PROOF_DUE), Step.SIGN_IN_TO_LINK),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.FROZEN), Step.REFUSED_FROZEN),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.DISABLED), Step.REFUSED_DISABLED),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.RESERVED), Step.REFUSED_RESERVED),
		new Row(NOBODY, UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.CLOSED), Step.REFUSED_CLOSED),
		// Somebody who is signed in links.
		new Row(EnumSet.of(Session.SHUT), ANY_IDENTITY, ANY_ADDRESS, ANY_HOLDER, Step.REFUSED_SHUT),
		new Row(SOMEBODY, EnumSet.of(Identity.OWN), ANY_ADDRESS, ANY_HOLDER, Step.ALREADY_LINKED),
		new Row(SOMEBODY, EnumSet.of(Identity.ENABLED, Identity.PROOF_DUE, Identity.DISABLED), ANY_ADDRESS, ANY_HOLDER,
			Step.REFUSED_IDENTITY_TAKEN),
		new Row(EnumSet.of(Session.FROZEN), UNKNOWN, ANY_ADDRESS, ANY_HOLDER, Step.REFUSED_FROZEN),
		new Row(EnumSet.of(Session.OPEN), UNKNOWN, EnumSet.complementOf(EnumSet.copyOf(VOUCHED_FOR)), ANY_HOLDER, Step.LINK),
		new Row(EnumSet.of(Session.OPEN), UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.NONE, Holder.OWN, Holder.CLOSED), Step.LINK),
		new Row(EnumSet.of(Session.OPEN), UNKNOWN, VOUCHED_FOR,
			EnumSet.of(Holder.ENABLED, Holder.PROOF_DUE, Holder.FROZEN, Holder.DISABLED), Step.REFUSED_ADDRESS_TAKEN),
		new Row(EnumSet.of(Session.OPEN), UNKNOWN, VOUCHED_FOR, EnumSet.of(Holder.RESERVED), Step.REFUSED_RESERVED));
	// @formatter:on

	private LinkingTable() {
	}

	static Step step(Situation situation) {
		return ROWS.stream().filter((row) -> row.fits(situation)).findFirst().orElseThrow().step();
	}

	/**
	 * What the situations have in common that lead to a step.
	 */
	record Row(Set<Session> sessions, Set<Identity> identities, Set<Address> addresses, Set<Holder> holders,
			Step step) {

		boolean fits(Situation situation) {
			return this.sessions.contains(situation.session()) && this.identities.contains(situation.identity())
					&& this.addresses.contains(situation.address()) && this.holders.contains(situation.holder());
		}

	}

}

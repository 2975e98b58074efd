package dev.vestibule.account;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A person's record; it exists only with a verified address.
 *
 * @param id the opaque subject identifier, never reused
 * @param verifiedAt when the address was last proved
 * @param verifiedBy how: {@code code}, {@code link}, or {@code provider:ID}
 * @param role what the person may do in the administration; null is nothing
 * @param proofDueAt when set, a new proof is demanded and nothing is issued before it
 * @param credentialEpoch raised when credentials change; what was granted under a lower
 * one is dead
 * @param locale the language that the person last used
 * @param frozenUntil after a recovery the address and the factors stay as they are until
 * then
 */
public record Account(UUID id, EmailAddress email, Instant verifiedAt, String verifiedBy, String name,
		@Nullable Role role, boolean enabled, @Nullable Instant proofDueAt, int credentialEpoch, Locale locale,
		@Nullable Instant frozenUntil) {

	/**
	 * What the person may do in the administration, each what the one before may and
	 * more.
	 */
	public enum Role {

		/** Sees everything. */
		VIEWER,
		/** Looks after people and mail, but not after those who have such a role. */
		OPERATOR,
		/** Does everything. */
		ADMINISTRATOR;

		/**
		 * The role of a label.
		 */
		public static Optional<Role> of(String label) {
			return Arrays.stream(values()).filter((role) -> role.label().equals(label)).findFirst();
		}

		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

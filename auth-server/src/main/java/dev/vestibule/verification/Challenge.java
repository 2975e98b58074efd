package dev.vestibule.verification;

import java.util.UUID;

import dev.vestibule.account.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A challenge as its row has it.
 *
 * @param decoy nothing satisfies it
 * @param accountId whose it is, if it is about an account
 * @param credentialEpoch the account's when it was asked; null if it outlives that
 */
record Challenge(UUID id, ChallengePurpose purpose, EmailAddress email, boolean decoy, @Nullable UUID accountId,
		@Nullable Integer credentialEpoch, String keyId, int generation) {

}

package dev.vestibule.verification;

import java.util.UUID;

import dev.vestibule.account.EmailAddress;

/**
 * A challenge as its row has it.
 *
 * @param decoy nothing satisfies it
 * @param attempts how often the code of this generation was guessed at
 */
record Challenge(UUID id, EmailAddress email, boolean decoy, String keyId, int generation, int attempts) {

}

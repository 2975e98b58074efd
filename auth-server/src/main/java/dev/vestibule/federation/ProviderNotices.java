package dev.vestibule.federation;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.Accounts;
import dev.vestibule.account.FederatedIdentity;
import dev.vestibule.keyring.Sha256;
import dev.vestibule.purge.Purge;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Facebook tells that somebody removed the app there, or wants what we have from Facebook
 * erased: the identity is unlinked, with the address that Facebook named. The account
 * stays, under an address that its owner proved to us, and the mailbox is told. What
 * Facebook did not sign, or signed before, is refused.
 */
@Service
public class ProviderNotices {

	static final Duration KEPT = Duration.ofDays(90);

	private static final String INSERT = """
			INSERT INTO provider_notice (request_hash, code_hash, provider, unlinked)
			VALUES (:requestHash, :codeHash, :provider, :unlinked)
			""";

	private final SecureRandom random = new SecureRandom();

	private final JdbcClient jdbc;

	private final ProviderRegistrations registrations;

	private final Providers providers;

	private final Accounts accounts;

	private final EmailVerification verification;

	ProviderNotices(JdbcClient jdbc, ProviderRegistrations registrations, Providers providers, Accounts accounts,
			EmailVerification verification) {
		this.jdbc = jdbc;
		this.registrations = registrations;
		this.providers = providers;
		this.accounts = accounts;
		this.verification = verification;
	}

	/**
	 * Somebody removed the app.
	 * @return false if that is refused
	 */
	@Transactional
	public boolean deauthorize(String provider, String signedRequest, Asker asker) {
		return receive(provider, signedRequest, null, asker);
	}

	/**
	 * Somebody wants their data erased.
	 * @return the code by which they see what became of it; empty if that is refused
	 */
	@Transactional
	public Optional<String> erase(String provider, String signedRequest, Asker asker) {
		byte[] code = new byte[16];
		this.random.nextBytes(code);
		String confirmation = HexFormat.of().formatHex(code);
		return receive(provider, signedRequest, confirmation, asker) ? Optional.of(confirmation) : Optional.empty();
	}

	/**
	 * What became of a wish to have data erased.
	 */
	public Optional<Erasure> find(String provider, String code) {
		return this.jdbc.sql("SELECT unlinked, received_at FROM provider_notice WHERE code_hash = ? AND provider = ?")
			.params(Sha256.of(code), provider)
			.query((row, number) -> new Erasure(row.getBoolean(1), row.getTimestamp(2).toInstant()))
			.optional();
	}

	private boolean receive(String provider, String signedRequest, @Nullable String code, Asker asker) {
		// Also when the provider is switched off.
		Optional<FederatedIdentity> identity = this.registrations.find(provider)
			.map((stored) -> stored.registration())
			.filter((registration) -> registration.preset().equals(FacebookPreset.ID))
			.flatMap((registration) -> SignedRequests
				.subject(signedRequest, registration.clientSecret(), Clock.systemUTC())
				.map((subject) -> new FederatedIdentity(provider, registration.clientId(), subject)));
		if (identity.isEmpty()) {
			return false;
		}
		this.accounts.lock(identity.get());
		byte[] hash = Sha256.of(signedRequest);
		if (this.jdbc.sql("SELECT EXISTS (SELECT FROM provider_notice WHERE request_hash = ?)")
			.param(hash)
			.query(Boolean.class)
			.single()) {
			return false;
		}
		Optional<Account> account = this.accounts.findByIdentity(identity.get())
			.filter((owner) -> this.accounts.forget(owner, identity.get()));
		account.ifPresent((owner) -> this.verification.notice(owner, "identity-unlinked",
				Map.of("providerName", this.providers.nameOf(provider)), asker));
		this.jdbc.sql(INSERT)
			.param("requestHash", hash)
			.param("codeHash", (code != null) ? Sha256.of(code) : null)
			.param("provider", provider)
			.param("unlinked", account.isPresent())
			.update();
		return true;
	}

	static Purge purge() {
		return Purge.olderThan(KEPT, "provider_notice", "received_at");
	}

	/**
	 * What became of it.
	 *
	 * @param found whether there was anything
	 */
	public record Erasure(boolean found, Instant at) {

	}

}

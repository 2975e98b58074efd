package dev.vestibule.signin;

import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.Account;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.verification.Asker;
import dev.vestibule.verification.EmailVerification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The devices that an account's owner has signed in with under its present credentials.
 * They keep a share of the account's limits to themselves, and a sign-in from any other
 * is told to the mailbox.
 */
@Service
class KnownDevices {

	private static final String KNOWN = """
			SELECT EXISTS (SELECT FROM known_device d JOIN account a ON a.id = d.account_id
			WHERE a.email = :email AND d.device_hash = decode(:device, 'hex') AND d.credential_epoch = a.credential_epoch)
			""";

	// Whether it was new, and is not the account's first, in one statement: of two
	// sign-ins at once in one browser only one tells the mailbox.
	private static final String REMEMBER = """
			WITH before AS (SELECT count(*) AS devices FROM known_device WHERE account_id = :id),
			kept AS (
			    INSERT INTO known_device (account_id, device_hash, credential_epoch)
			    VALUES (:id, decode(:device, 'hex'), :epoch)
			    ON CONFLICT (account_id, device_hash)
			    DO UPDATE SET last_seen_at = now(), credential_epoch = excluded.credential_epoch
			    RETURNING xmax = 0 AS added)
			SELECT before.devices > 0 AND kept.added FROM before CROSS JOIN kept
			""";

	private final JdbcClient jdbc;

	private final DeviceCookie cookie;

	private final EmailVerification verification;

	KnownDevices(JdbcClient jdbc, DeviceCookie cookie, EmailVerification verification) {
		this.jdbc = jdbc;
		this.cookie = cookie;
		this.verification = verification;
	}

	/**
	 * The device that sends a request, if the address's account knows it.
	 */
	Optional<String> of(EmailAddress email, HttpServletRequest request) {
		return this.cookie.read(request)
			.filter((device) -> this.jdbc.sql(KNOWN)
				.param("email", email.value())
				.param("device", device)
				.query(Boolean.class)
				.single());
	}

	/**
	 * Whether a request comes from a device that the address's account knows.
	 */
	boolean know(EmailAddress email, HttpServletRequest request) {
		return of(email, request).isPresent();
	}

	/**
	 * Knows none of an account's devices any more, since its credentials were recovered.
	 */
	void forget(Account account) {
		this.jdbc.sql("DELETE FROM known_device WHERE account_id = :id").param("id", account.id()).update();
	}

	/**
	 * Notes that an account was signed in to with a device, and tells the mailbox if the
	 * account knows others but not this one.
	 */
	@Transactional
	void note(Account account, Asker asker, HttpServletRequest request, HttpServletResponse response) {
		boolean unknown = Boolean.TRUE.equals(this.jdbc.sql(REMEMBER)
			.param("id", account.id())
			.param("device", this.cookie.keep(request, response))
			.param("epoch", account.credentialEpoch())
			.query(Boolean.class)
			.single());
		if (unknown) {
			this.verification.notice(account, "new-device", Map.of(), asker);
		}
	}

}

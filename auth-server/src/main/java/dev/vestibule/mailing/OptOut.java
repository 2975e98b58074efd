package dev.vestibule.mailing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.keyring.Keyring;
import dev.vestibule.keyring.Purpose;
import dev.vestibule.keyring.UnknownKeyException;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * An account's switch for mailings, and the token that switches them off without a
 * sign-in. The token is derived, not kept; it is good for nothing else.
 */
@Service
public class OptOut {

	private static final Pattern TOKEN = Pattern
		.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([A-Za-z0-9_-]{1,32})\\.([A-Za-z0-9_-]{43})");

	private static final String OUT = """
			INSERT INTO mailing_opt_out (account_id) SELECT id FROM account WHERE id = :account
			ON CONFLICT DO NOTHING
			""";

	private static final String IN = "DELETE FROM mailing_opt_out WHERE account_id = :account";

	private final JdbcClient jdbc;

	private final Keyring keyring;

	private final AuditLog audit;

	OptOut(JdbcClient jdbc, Keyring keyring, AuditLog audit) {
		this.jdbc = jdbc;
		this.keyring = keyring;
		this.audit = audit;
	}

	public boolean isOut(UUID accountId) {
		return this.jdbc.sql("SELECT EXISTS (SELECT FROM mailing_opt_out WHERE account_id = :account)")
			.param("account", accountId)
			.query(Boolean.class)
			.single();
	}

	@Transactional
	public void set(UUID accountId, boolean out, String by) {
		if (this.jdbc.sql(out ? OUT : IN).param("account", accountId).update() == 1) {
			this.audit.record(AuditEvent.success(out ? "mailing.opted-out" : "mailing.opted-in")
				.account(accountId)
				.detail(Map.of("by", by)));
		}
	}

	/**
	 * What the link in a mail has.
	 */
	String token(UUID accountId) {
		String keyId = this.keyring.writingKey();
		return accountId + "." + keyId + "."
				+ Base64.getUrlEncoder().withoutPadding().encodeToString(mac(accountId, keyId));
	}

	/**
	 * Whose link it is.
	 */
	Optional<UUID> account(String token) {
		Matcher parts = TOKEN.matcher(token);
		if (!parts.matches()) {
			return Optional.empty();
		}
		UUID accountId = UUID.fromString(parts.group(1));
		try {
			byte[] mac = Base64.getUrlDecoder().decode(parts.group(3));
			return MessageDigest.isEqual(mac, mac(accountId, parts.group(2))) ? Optional.of(accountId)
					: Optional.empty();
		}
		catch (UnknownKeyException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private byte[] mac(UUID accountId, String keyId) {
		return this.keyring.hmac(Purpose.UNSUBSCRIBE, keyId, accountId.toString().getBytes(StandardCharsets.US_ASCII));
	}

}

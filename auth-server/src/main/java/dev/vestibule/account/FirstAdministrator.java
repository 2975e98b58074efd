package dev.vestibule.account;

import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes the account that the settings name an administrator, once, and only on a proof
 * that went through the mailbox: a provider's word does not make one.
 */
@Component
class FirstAdministrator {

	private static final String ACT_ONCE = """
			INSERT INTO administrator_bootstrap (account_id)
			SELECT :id WHERE NOT EXISTS (SELECT FROM account WHERE role = 'administrator')
			ON CONFLICT DO NOTHING
			""";

	private static final String APPOINT = "UPDATE account SET role = 'administrator' WHERE id = :id";

	private final BootstrapProperties properties;

	private final JdbcClient jdbc;

	private final AuditLog audit;

	FirstAdministrator(BootstrapProperties properties, JdbcClient jdbc, AuditLog audit) {
		this.properties = properties;
		this.jdbc = jdbc;
		this.audit = audit;
	}

	void consider(UUID id, NewAccount account) {
		if (account.provedByMail() && this.properties.names(account.email())
				&& this.jdbc.sql(ACT_ONCE).param("id", id).update() == 1) {
			this.jdbc.sql(APPOINT).param("id", id).update();
			this.audit.record(AuditEvent.success("administrator.appointed").account(id));
		}
	}

}

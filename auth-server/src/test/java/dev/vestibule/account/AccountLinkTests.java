package dev.vestibule.account;

import java.util.Locale;

import dev.vestibule.TestDatabase;
import dev.vestibule.audit.AuditLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class AccountLinkTests {

	private static final FederatedIdentity IDENTITY = new FederatedIdentity("google", "https://accounts.google.com",
			"1");

	private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

	private final Accounts accounts = new Accounts(this.jdbc, mock(FirstAdministrator.class),
			mock(SignUpPolicy.class, (question) -> true), mock(Invitations.class), mock(AuditLog.class));

	private final Account account = this.accounts
		.create(new NewAccount(new EmailAddress("ann@example.com"), "code", "Ann", null, Locale.ENGLISH))
		.orElseThrow();

	@Test
	void linkWhenGateIsOpenThenOnce() {
		assertThat(this.accounts.link(this.account, IDENTITY, null, true)).isTrue();
		assertThat(this.accounts.link(this.account, IDENTITY, null, true)).isFalse();
		assertThat(this.accounts.findByIdentity(IDENTITY)).map(Account::id).hasValue(this.account.id());
	}

	@ParameterizedTest
	@ValueSource(strings = { "enabled = false", "credential_epoch = credential_epoch + 1", "proof_due_at = now()" })
	void linkWhenGateHasShutSinceItWasAskedThenNot(String change) {
		this.jdbc.sql("UPDATE account SET " + change + " WHERE id = ?").param(this.account.id()).update();
		assertThat(this.accounts.link(this.account, IDENTITY, null, true)).isFalse();
		assertThat(this.accounts.findByIdentity(IDENTITY)).isEmpty();
	}

}

package dev.vestibule.account;

import java.util.Locale;

import dev.vestibule.TestDatabase;
import dev.vestibule.account.IssuingGate.Ruling;
import dev.vestibule.audit.AuditLog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class IssuingGateTests {

	private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

	private final Accounts accounts = new Accounts(this.jdbc, mock(FirstAdministrator.class),
			mock(SignUpPolicy.class, (question) -> true), mock(Invitations.class), mock(AuditLog.class));

	private final IssuingGate gate = new IssuingGate(this.accounts);

	@ParameterizedTest
	@CsvSource({ "name = 'Bo', OPEN", "enabled = false, DISABLED", "proof_due_at = now(), PROOF_DUE",
			"proof_due_at = now() + interval '1 day', PROOF_DUE",
			"credential_epoch = credential_epoch + 1, CREDENTIALS_CHANGED" })
	void askThenTheSameInSql(String change, Ruling ruling) {
		Account account = this.accounts
			.create(new NewAccount(new EmailAddress("ann@example.com"), "code", "Ann", null, Locale.ENGLISH))
			.orElseThrow();
		this.jdbc.sql("UPDATE account SET " + change).update();
		assertThat(this.gate.ask(account.id(), account.credentialEpoch())).isEqualTo(ruling);
		assertThat(this.jdbc.sql("SELECT %s FROM account a".formatted(IssuingGate.isOpen("a", ":epoch")))
			.param("epoch", account.credentialEpoch())
			.query(Boolean.class)
			.single()).isEqualTo(ruling == Ruling.OPEN);
	}

}

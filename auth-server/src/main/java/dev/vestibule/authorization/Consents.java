package dev.vestibule.authorization;

import java.util.List;
import java.util.UUID;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.client.ClientGrants;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which scopes a person has granted to a client.
 */
@Repository
public class Consents implements OAuth2AuthorizationConsentService, ClientGrants {

	private static final String SELECT = """
			SELECT scopes FROM oauth2_consent WHERE account_id = :accountId AND client_id = :clientId
			""";

	private static final String UPSERT = """
			INSERT INTO oauth2_consent (account_id, client_id, scopes) VALUES (:accountId, :clientId, :scopes)
			ON CONFLICT (account_id, client_id) DO UPDATE SET granted_at = now(),
				scopes = ARRAY(SELECT DISTINCT unnest(oauth2_consent.scopes || excluded.scopes))
			""";

	private static final String DELETE = """
			DELETE FROM oauth2_consent WHERE account_id = :accountId AND client_id = :clientId
			""";

	private static final String END_SOME = """
			DELETE FROM oauth2_consent WHERE ctid = ANY (ARRAY(SELECT ctid FROM oauth2_consent
			    WHERE client_id = :clientId LIMIT :limit FOR UPDATE SKIP LOCKED))
			""";

	private static final String COUNT_UP_TO = """
			SELECT count(*) FROM (SELECT FROM oauth2_consent WHERE client_id = :clientId LIMIT :limit) AS few
			""";

	private final JdbcClient jdbc;

	private final AuditLog audit;

	Consents(JdbcClient jdbc, AuditLog audit) {
		this.jdbc = jdbc;
		this.audit = audit;
	}

	@Override
	public @Nullable OAuth2AuthorizationConsent findById(String clientId, String principalName) {
		return this.jdbc.sql(SELECT)
			.param("accountId", UUID.fromString(principalName))
			.param("clientId", clientId)
			.query((row, number) -> consent(clientId, principalName, (String[]) row.getArray(1).getArray()))
			.optional()
			.orElse(null);
	}

	@Override
	public int endSome(String clientId) {
		return this.jdbc.sql(END_SOME).param("clientId", clientId).param("limit", BATCH).update();
	}

	@Override
	public boolean areMany(String clientId) {
		return this.jdbc.sql(COUNT_UP_TO)
			.param("clientId", clientId)
			.param("limit", BATCH + 1)
			.query(Integer.class)
			.single() > BATCH;
	}

	private static OAuth2AuthorizationConsent consent(String clientId, String principalName, String[] scopes) {
		OAuth2AuthorizationConsent.Builder consent = OAuth2AuthorizationConsent.withId(clientId, principalName);
		List.of(scopes).forEach(consent::scope);
		return consent.build();
	}

	@Override
	@Transactional
	public void save(OAuth2AuthorizationConsent consent) {
		UUID accountId = UUID.fromString(consent.getPrincipalName());
		this.jdbc.sql(UPSERT)
			.param("accountId", accountId)
			.param("clientId", consent.getRegisteredClientId())
			.param("scopes", consent.getScopes().toArray(String[]::new))
			.update();
		this.audit
			.record(AuditEvent.success("consent.granted").account(accountId).client(consent.getRegisteredClientId()));
	}

	@Override
	@Transactional
	public void remove(OAuth2AuthorizationConsent consent) {
		UUID accountId = UUID.fromString(consent.getPrincipalName());
		this.jdbc.sql(DELETE).param("accountId", accountId).param("clientId", consent.getRegisteredClientId()).update();
		this.audit
			.record(AuditEvent.success("consent.withdrawn").account(accountId).client(consent.getRegisteredClientId()));
	}

}

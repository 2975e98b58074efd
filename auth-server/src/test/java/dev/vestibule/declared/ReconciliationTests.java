package dev.vestibule.declared;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import dev.vestibule.account.Account.Role;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.ConfiguredException;
import dev.vestibule.account.Groups;
import dev.vestibule.account.KnownMemberships;
import dev.vestibule.account.Membership;
import dev.vestibule.account.Roles;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.Client;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.ClientSecretEncoder;
import dev.vestibule.client.Clients;
import dev.vestibule.client.RegisteredClients;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.federation.Providers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = TestServer.class, properties = { TestServer.ISSUER, TestServer.KEYRING,
		"vestibule.config.secrets=src/test/resources/dev/vestibule/declared/secrets",
		"VESTIBULE_SECRET_WEB=" + ReconciliationTests.SECRET, "VESTIBULE_SECRET_SHORT=31-letters-are-not-quite-enough",
		"VESTIBULE_SECRET_OTHER=another-secret-of-32-letters-or-m" })
@ContextConfiguration(initializers = TestDatabase.Initializer.class)
class ReconciliationTests {

	static final String SECRET = "0123456789abcdef0123456789abcdef";

	private static final String NOTES = """
			version: 1
			resource_servers:
			- uri: http://localhost:8080/api
			  name: Notes
			  scopes:
			  - name: notes.read
			    description: Read your notes
			""";

	private static final String WEB = """
			clients:
			- client_id: web
			  client_secret: {env: VESTIBULE_SECRET_WEB}
			  client_name: Web app
			  client_uri: https://app.example
			  redirect_uris: [https://app.example/callback]
			  grant_types: [authorization_code, refresh_token]
			  scope: openid notes.read
			  id_token_signed_response_alg: ES256
			  access_token_signing_alg: RS256
			""";

	private static final String REST = """
			providers:
			- id: google
			  client_id: at-google
			  client_secret: {file: shop}
			- id: office
			  preset: oidc
			  name: The office
			  issuer_uri: https://sso.example.com
			  client_id: at-office
			  client_secret: {env: VESTIBULE_SECRET_OTHER}
			  domains: [example.com]
			roles:
			- name: auditor
			  description: Reads the books
			groups:
			- name: staff
			  roles: [auditor]
			""";

	private static final String ALL = NOTES + WEB + REST;

	private static final String NOTHING = "version: 1";

	private static final Administrator ME = new Administrator("me", Role.ADMINISTRATOR);

	private static final Asking TEST = new Asking("test", null);

	@Autowired
	private Reconciliation reconciliation;

	@Autowired
	private Export export;

	@Autowired
	private Clients clients;

	@Autowired
	private RegisteredClients registeredClients;

	@Autowired
	private ResourceServers resourceServers;

	@Autowired
	private ProviderRegistrations registrations;

	@Autowired
	private Providers providers;

	@Autowired
	private Roles roles;

	@Autowired
	private Groups groups;

	@Autowired
	private ClientSecretEncoder encoder;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TransactionOperations transactions;

	@BeforeEach
	void empty() {
		this.jdbc.sql("TRUNCATE client, provider, role, account_group, audit_event CASCADE").update();
		this.jdbc.sql("DELETE FROM resource_server WHERE uri <> 'http://localhost:9000/admin/api'").update();
	}

	@Test
	void applyThenAllIsThere() {
		assertThat(apply(ALL)).containsExactly("+ resource server http://localhost:8080/api", "+ client web",
				"+ provider google", "+ provider office", "+ role auditor", "+ group staff");
		RegisteredClient client = web();
		assertThat(client.getClientName()).isEqualTo("Web app");
		assertThat(client.getRedirectUris()).containsExactly("https://app.example/callback");
		assertThat(client.getScopes()).containsExactlyInAnyOrder("openid", "notes.read");
		assertThat(client.getTokenSettings().<Object>getSetting(RegisteredClients.ID_TOKEN_SIGNING_ALG))
			.isEqualTo("ES256");
		assertThat(client.getTokenSettings().<Object>getSetting(RegisteredClients.ACCESS_TOKEN_SIGNING_ALG))
			.isEqualTo("RS256");
		assertThat(this.encoder.matches(SECRET, client.getClientSecret())).isTrue();
		assertThat(this.resourceServers.description("notes.read", Locale.ENGLISH)).hasValue("Read your notes");
		assertThat(this.resourceServers.scopes()).containsExactlyInAnyOrder("notes.read", "admin", "admin.read");
		assertThat(this.providers.isOn("office")).isTrue();
		assertThat(this.registrations.find("google").orElseThrow().registration().clientSecret())
			.isEqualTo("a-secret-in-a-file-of-32-letters");
		assertThat(this.groups.find("staff").orElseThrow().roles()).containsExactly("auditor");
	}

	@Test
	void applyWhenSoAlreadyThenNothingIsWritten() {
		apply(ALL);
		String before = everything();
		assertThat(apply(ALL)).isEmpty();
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void applyWhenDryRunThenSaysTheSameAndChangesNothing() {
		String before = everything();
		assertThat(dryRun(ALL)).hasSize(6);
		assertThat(everything()).isEqualTo(before);
		apply(ALL);
		String changed = ALL.replace("Web app", "Web shop")
			.replace("[https://app.example/callback]", "[https://app.example/back, https://app.example/more]")
			.replace("SECRET_WEB", "SECRET_OTHER")
			.replace("openid notes.read", "openid");
		before = everything();
		List<String> difference = dryRun(changed);
		assertThat(difference).containsExactly(
				"~ client web: client_name \"Web app\" → \"Web shop\", redirect_uris +https://app.example/back +https://app.example/more -https://app.example/callback, scope -notes.read, client_secret changed");
		assertThat(everything()).isEqualTo(before);
		assertThat(apply(changed)).isEqualTo(difference);
	}

	@Test
	void applyThenAuditedWithBeforeAndAfterAndWithoutSecrets() {
		apply(ALL);
		apply(ALL.replace("Web app", "Web shop").replace("SECRET_WEB", "SECRET_OTHER"));
		assertThat(this.jdbc
			.sql("SELECT kind || ' ' || (detail ->> 'by') FROM audit_event WHERE client_id = 'web' ORDER BY id")
			.query(String.class)
			.list()).containsExactly("client.created test", "client.updated test");
		String audited = this.jdbc.sql("SELECT string_agg(e::text, ' ') FROM audit_event e")
			.query(String.class)
			.single();
		assertThat(audited).contains("Web app", "Web shop")
			.doesNotContain(SECRET, "another-secret", "a-secret-in-a-file");
	}

	@Test
	void applyWhenLeftOutThenDisabledAndLeftToTheApi() {
		apply(ALL);
		assertThat(apply(NOTHING)).containsExactly("- group staff: disabled, since the document no longer names it",
				"- role auditor: disabled, since the document no longer names it",
				"- provider google: disabled, since the document no longer names it",
				"- provider office: disabled, since the document no longer names it",
				"- client web: disabled, since the document no longer names it",
				"- resource server http://localhost:8080/api: disabled, since the document no longer names it");
		assertThat(this.resourceServers.disabledScopes()).containsExactly("notes.read");
		assertThat(this.registeredClients.findByClientId("web")).isNull();
		assertThat(this.providers.isOn("google")).isFalse();
		assertThat(apply(NOTHING)).isEmpty();
		assertThat(this.roles.change("auditor", "Mine", Set.of(), false, ME)).isPresent();
		apply(ALL);
		assertThat(web().getClientName()).isEqualTo("Web app");
		assertThat(this.providers.isOn("google")).isTrue();
		assertThat(this.resourceServers.disabledScopes()).isEmpty();
		assertThat(this.groups.find("staff").map(Membership::enabled)).hasValue(true);
		assertThat(this.roles.find("auditor").map(Membership::enabled)).as("changed here meanwhile").hasValue(false);
	}

	@Test
	void applyWhenPrunedThenWhatWasLeftOutIsDeletedAndNothingElse() {
		this.clients.register(metadata("own"), "test");
		apply(ALL);
		apply(NOTES + WEB);
		assertThat(prune(NOTES)).containsExactly("- group staff: deleted, since the document does not name it",
				"- role auditor: deleted, since the document does not name it",
				"- provider google: deleted, since the document does not name it",
				"- provider office: deleted, since the document does not name it",
				"- client web: deleted, since the document does not name it");
		assertThat(this.clients.find("web")).isEmpty();
		assertThat(this.clients.find("own")).isPresent();
		assertThat(this.registrations.find("google")).isEmpty();
	}

	@Test
	void pruneWhenTakenUpByTheApiThenStays() {
		apply(ALL);
		apply(NOTES);
		this.clients.setEnabled("web", true, "test");
		this.roles.setEnabled("auditor", true, ME);
		assertThat(prune(NOTES)).noneMatch((step) -> step.contains("client web") || step.contains("auditor"));
		assertThat(this.roles.find("auditor")).isPresent();
		assertThat(this.clients.find("web")).isPresent();
	}

	@Test
	void pruneWhenSomebodyElseNeedsItThenRefusedAndNothingIsWritten() {
		apply(ALL);
		this.clients.register(ClientMetadata.read(
				Map.of("client_id", "own", "grant_types", List.of("client_credentials"), "scope", "notes.read"),
				Set.of("notes.read")), "test");
		String before = everything();
		assertRefused("Clients may ask for what would be gone: \"own\"", () -> prune(NOTHING));
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void applyWhenTheApiHasItThenTakenOverAndSaid() {
		this.clients.register(metadata("own"), "test");
		String secrets = secrets("own");
		assertThat(apply("""
				version: 1
				clients:
				- client_id: own
				  grant_types: [client_credentials]
				""")).containsExactly("~ client own: managed_by \"api\" → \"configuration\"");
		assertThat(secrets("own")).isEqualTo(secrets);
	}

	@Test
	void applyWhenDisabledByTheApiThenStaysSoUnlessTheDocumentSaysOtherwise() {
		apply(NOTES + WEB);
		this.clients.setEnabled("web", false, "test");
		assertThat(apply(NOTES + WEB)).isEmpty();
		assertThat(apply(NOTES + WEB + "  enabled: true\n")).containsExactly("~ client web: enabled false → true");
		assertThat(apply(NOTES + "  enabled: false\n" + WEB))
			.containsExactly("~ resource server http://localhost:8080/api: enabled true → false");
		assertThat(apply(NOTES + WEB)).isEmpty();
		assertThat(apply(NOTES + WEB + "groups:\n- name: staff\n  enabled: false\n")).containsExactly("+ group staff");
		assertThat(this.groups.find("staff").map(Membership::enabled)).hasValue(false);
		assertThat(this.export.yaml("main", false)).contains("enabled: false");
		assertThat(apply(this.export.yaml("main", false))).isEmpty();
	}

	@Test
	void applyWhenScopeIsGoneThenTakenFromClientsOfTheApi() {
		this.clients.register(metadata("own"), "test");
		this.jdbc.sql("UPDATE client SET scopes = '{notes.read,openid}'").update();
		apply(NOTES);
		assertThat(apply(NOTES.replace("notes.read", "notes.list"))).containsExactly(
				"~ resource server http://localhost:8080/api: scopes +{name=notes.list, description=Read your notes} -{name=notes.read, description=Read your notes}",
				"~ client own: scope -notes.read");
	}

	@Test
	void applyWhenScopeMovesThenOnlyFromServerThatGivesItUp() {
		apply(NOTES);
		String moved = NOTES.replace("8080", "8081");
		assertRefused("which belongs to \"http://localhost:8080/api\": a scope has one owner", () -> apply(moved));
		apply(moved + "- uri: http://localhost:8080/api\n  name: Notes\n");
		assertThat(this.resourceServers.ownerOf("notes.read")).hasValue("http://localhost:8081/api");
	}

	@Test
	void changeWhenManagedByConfigurationThenRefused() {
		apply(ALL);
		for (KnownMemberships known : List.of(this.roles, this.groups)) {
			String name = known.list(null, "", 1).get(0).name();
			assertThatExceptionOfType(ConfiguredException.class)
				.isThrownBy(() -> known.change(name, "x", Set.of("auditor"), true, ME));
			assertThatExceptionOfType(ConfiguredException.class).isThrownBy(() -> known.delete(name, true, ME));
		}
		assertThat(this.registrations.delete("google", "me")).isEqualTo(ProviderRegistrations.Deletion.CONFIGURED);
	}

	@Test
	void exportWhenAppliedThenNothingChanges() {
		apply(ALL);
		this.clients.register(metadata("own"), "test");
		String exported = this.export.yaml("main", false);
		assertThat(exported).contains("client_id: web", "id: office")
			.doesNotContain("own", SECRET, "\n  client_secret:");
		assertThat(apply(exported)).isEmpty();
		assertThat(this.reconciliation.apply(new Document(castable(this.export.document("main", false)), Map.of()),
				true, (steps) -> true, TEST))
			.isEmpty();
		assertThat(dryRun(this.export.yaml("main", true)))
			.containsExactly("~ client own: managed_by \"api\" → \"configuration\"");
	}

	@Test
	void applyWhenDocumentHasANameThenOthersAreNoneOfItsConcern() {
		apply(ALL);
		String own = """
				version: 1
				name: shop
				clients:
				- client_id: shop
				  token_endpoint_auth_method: none
				  redirect_uris: ["com.example.shop:/callback"]
				""";
		assertThat(apply(own)).containsExactly("+ client shop");
		assertThat(apply(ALL)).isEmpty();
		assertThat(this.export.yaml("shop", false)).contains("name: shop", "client_id: shop").doesNotContain("web");
		assertRefused("have \"web\", which the document \"main\" declares",
				() -> apply(own.replace("client_id: shop", "client_id: web")));
		assertThat(prune("version: 1\nname: shop"))
			.containsExactly("- client shop: deleted, since the document does not name it");
	}

	@Test
	void applyWhenItWouldDisableWhoAsksThenRefused() {
		apply(NOTES + WEB);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.reconciliation.apply(document(NOTES), false, (steps) -> true,
					new Asking("client:web", "web")))
			.withMessageContaining("This would disable the client that asks, web");
		assertThat(this.clients.find("web").map(Client::enabled)).hasValue(true);
	}

	@Test
	void applyWhenTwoNodesAtOnceThenOnce(@Autowired Environment environment) {
		try (ConfigurableApplicationContext other = TestServer
			.start(environment.getRequiredProperty("spring.datasource.url"), "VESTIBULE_SECRET_WEB=" + SECRET)) {
			CompletableFuture<Void> there = CompletableFuture.runAsync(() -> other.getBean(Reconciliation.class)
				.apply(document(NOTES + WEB), false, (steps) -> true, TEST));
			apply(NOTES + WEB);
			there.join();
			assertThat(this.jdbc.sql("SELECT kind FROM audit_event WHERE kind LIKE 'client.%' OR kind LIKE 'resource%'")
				.query(String.class)
				.list()).containsExactlyInAnyOrder("resource-server.created", "client.created");
		}
	}

	@Test
	void applyWhenAnotherNodeTakesLongThenWaits() {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> other = this.transactions.execute((status) -> {
			this.jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('vestibule.config'))").query().singleRow();
			CompletableFuture<Void> starting = CompletableFuture.runAsync(() -> apply(NOTES + WEB))
				.thenRun(() -> assertThat(done).isTrue());
			// Longer than a connection bears silence.
			this.jdbc.sql("SELECT pg_sleep(1.3)").query().singleRow();
			this.jdbc.sql("SELECT pg_sleep(1.3)").query().singleRow();
			done.set(true);
			return starting;
		});
		assertThat(other).isNotNull();
		other.join();
		assertThat(this.clients.find("web")).isPresent();
	}

	@Test
	void applyWhenKeyringHasANewKeyThenSecretIsKeptUnderThat(@Autowired Environment environment) {
		apply(NOTES + WEB);
		try (ConfigurableApplicationContext node = TestServer.start(
				environment.getRequiredProperty("spring.datasource.url"), "VESTIBULE_SECRET_WEB=" + SECRET,
				TestServer.KEYRING + ",next:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE")) {
			node.getBean(Reconciliation.class).apply(document(NOTES + WEB), false, (steps) -> true, TEST);
			String secrets = this.clients.find("web").orElseThrow().encodedSecrets();
			assertThat(secrets).startsWith("web next:").doesNotContain("test:");
			assertThat(node.getBean(ClientSecretEncoder.class).matches(SECRET, secrets)).isTrue();
		}
	}

	/** Fault F4: half of a document is never there, whichever write fails. */
	@Test
	void applyWhenAnyWriteFailsThenAllOrNothing() {
		this.clients.register(metadata("own"), "test");
		this.jdbc.sql("UPDATE client SET scopes = '{openid}'").update();
		apply(NOTES
				+ "clients:\n- client_id: old\n  token_endpoint_auth_method: none\n  redirect_uris: [\"a.b:/c\"]\n");
		this.jdbc.sql("CREATE SEQUENCE fault_count").update();
		List<String> tables = List.of("client", "client_secret", "resource_server", "resource_scope", "provider",
				"role", "account_group", "group_role", "audit_event");
		try {
			String before = everything();
			int failed = 0;
			while (fails(tables, failed + 1)) {
				failed++;
				assertThat(everything()).as("write " + failed).isEqualTo(before);
			}
			assertThat(failed).isGreaterThan(15);
		}
		finally {
			this.jdbc.sql("DROP FUNCTION IF EXISTS fault() CASCADE").update();
			this.jdbc.sql("DROP SEQUENCE fault_count").update();
		}
		assertThat(web().getClientName()).isEqualTo("Web app");
		assertThat(this.clients.find("old").map(Client::enabled)).hasValue(false);
	}

	private boolean fails(List<String> tables, int nth) {
		this.jdbc.sql("ALTER SEQUENCE fault_count RESTART").update();
		this.jdbc.sql("""
				CREATE OR REPLACE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN
				    IF nextval('fault_count') = %d THEN
				        RAISE EXCEPTION 'a fault of the test';
				    END IF;
				    RETURN coalesce(NEW, OLD);
				END $$
				""".formatted(nth)).update();
		tables.forEach((table) -> this.jdbc
			.sql("CREATE OR REPLACE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON " + table
					+ " FOR EACH ROW EXECUTE FUNCTION fault()")
			.update());
		try {
			apply(ALL);
			return false;
		}
		catch (DataAccessException ex) {
			return true;
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					version: 1 | version: 2                                | version must be a number from 1 to 1 (line 1)
					version: 1 | kind: x                                   | version is required: 1
					name: Notes | title: Notes                             | resource_servers[0].title is not known
					https://app.example/callback | http://app.example/     | clients[0].redirect_uris[0] must begin with https://
					https://app.example/callback | http://app.example/     | (line 13)
					openid notes.read | openid root                        | clients[0].scope has "root", which is neither an identity scope nor one of a resource server (line 15)
					client_name: Web app | client_nmae: Web app            | clients[0].client_nmae is not known
					client_id: web | enabled: true                         | clients[0].client_id is required
					{env: VESTIBULE_SECRET_WEB} | 0123456789abcdef0123456789abcdef | a secret that is written out has no place in a document (line 10)
					{env: VESTIBULE_SECRET_WEB} | {env: PATH}              | clients[0].client_secret.env must begin with VESTIBULE_SECRET_
					{env: VESTIBULE_SECRET_WEB} | {env: VESTIBULE_SECRET_GONE} | names "VESTIBULE_SECRET_GONE", which is not set at this server
					{env: VESTIBULE_SECRET_WEB} | {env: VESTIBULE_SECRET_SHORT} | refers to fewer than 32 characters
					{env: VESTIBULE_SECRET_WEB} | {file: ../shop}          | clients[0].client_secret.file must be the name of a file
					{env: VESTIBULE_SECRET_WEB} | {file: gone}             | names "gone", which is not in the folder
					client_secret: {env: VESTIBULE_SECRET_WEB} | enabled: true | clients[0].client_secret is required, {env: VESTIBULE_SECRET_…} or {file: …}
					client_uri: https://app.example | token_endpoint_auth_method: none | clients[0].client_secret is not for a public client
					uri: http://localhost:8080/api | uri: /api             | resource_servers[0].uri must be absolute
					uri: http://localhost:8080/api | uri: http://localhost:9000/admin/api | is this server’s own API, which needs no declaration
					name: notes.read | name: admin                         | have the scope "admin" at "http://localhost:8080/api", which belongs to "http://localhost:9000/admin/api"
					id: office | id: google                                | providers[1].id is there twice
					preset: oidc | preset: other                           | providers[1].preset must be one of apple, facebook,
					issuer_uri: https://sso.example.com | tenant: x        | providers[1].issuer_uri is missing
					name: auditor | name: no such name                     | roles[0].name must be 1 to 64
					roles: [auditor] | roles: [boss]                       | groups[0].roles has "boss" in it, which there is not
					""")
	void applyWhenWrongThenEverythingIsNamedAndNothingWritten(String what, String other, String refusal) {
		String before = everything();
		assertThat(ALL).contains(what);
		assertRefused(refusal, () -> apply(ALL.replaceFirst(Pattern.quote(what), Matcher.quoteReplacement(other))));
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void applyWhenMuchIsWrongThenAllOfItIsNamed() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> apply(ALL.replace("https://app.example/callback", "http://app.example/")
				.replace("preset: oidc", "preset: other")
				.replace("name: staff", "name: ''") + "unheard_of: true\n"))
			.satisfies((ex) -> assertThat(ex.problem().errors()).hasSizeGreaterThanOrEqualTo(4));
	}

	private static void assertRefused(String words, Runnable work) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(work::run)
			.satisfies((ex) -> assertThat(ex.problem().detail() + " " + ex.problem().errors()).contains(words)
				.doesNotContain(SECRET));
	}

	private List<String> apply(String yaml) {
		return steps(yaml, false, false);
	}

	private List<String> prune(String yaml) {
		return steps(yaml, true, false);
	}

	private List<String> dryRun(String yaml) {
		return steps(yaml, false, true);
	}

	private List<String> steps(String yaml, boolean prune, boolean dryRun) {
		return this.reconciliation.apply(document(yaml), prune, (steps) -> !dryRun, TEST)
			.stream()
			.map(Step::toString)
			.toList();
	}

	private static Document document(String yaml) {
		return Document.ofYaml(yaml.getBytes(StandardCharsets.UTF_8));
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Map<String, Object> castable(Map document) {
		return document;
	}

	private RegisteredClient web() {
		RegisteredClient client = this.registeredClients.findByClientId("web");
		assertThat(client).isNotNull();
		return client;
	}

	private static ClientMetadata metadata(String id) {
		return ClientMetadata.read(Map.of("client_id", id, "grant_types", List.of("client_credentials")), Set.of());
	}

	private String secrets(String clientId) {
		return this.jdbc.sql("SELECT string_agg(s::text, ' ') FROM client_secret s WHERE client_id = ?")
			.param(clientId)
			.query(String.class)
			.single();
	}

	/** Every row with its version, so that one that was written again shows. */
	private String everything() {
		StringBuilder rows = new StringBuilder();
		for (String table : List.of("client", "client_secret", "resource_server", "resource_scope", "provider", "role",
				"account_group", "group_role", "(SELECT xmin, * FROM audit_event WHERE kind NOT LIKE 'signing-key.%')",
				"(SELECT xmin, * FROM freshness WHERE subject <> 'signing_key')")) {
			rows.append(this.jdbc
				.sql("SELECT coalesce(string_agg(concat(t.xmin, t::text), ' ' ORDER BY t::text), '') FROM " + table
						+ " t")
				.query(String.class)
				.single());
		}
		return rows.toString();
	}

}

package dev.vestibule.federation;

import java.util.Map;
import java.util.function.Consumer;

import dev.vestibule.LogRecorder;
import dev.vestibule.TestDatabase;
import dev.vestibule.federation.ProviderRegistration.ManagedBy;
import dev.vestibule.federation.ProviderRegistrations.Deletion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderReconciliationTests {

	private static final String[] GOOGLE = { "google.client-id=a", "google.client-secret=s3cr3t" };

	private final String database = TestDatabase.create();

	@Test
	void startWhenNoneConfiguredThenNoneListed() {
		start((context) -> assertThat(context.getBean(Providers.class).list()).isEmpty());
	}

	@Test
	void startWhenSetToNothingThenNoneListed() {
		start((context) -> assertThat(context.getBean(Providers.class).list()).isEmpty(), "google.client-id=",
				"google.client-secret=");
	}

	@Test
	void startWhenConfiguredThenListedWithoutACall() {
		start((context) -> assertThat(context.getBean(Providers.class).list()).containsExactly(
				new ProviderLink("google", "Google", "google"), new ProviderLink("github", "GitHub", "github"),
				new ProviderLink("intranet", "The office", "other")), "google.client-id=a", "google.client-secret=b",
				"github.client-id=c", "github.client-secret=d", "intranet.preset=oidc", "intranet.name=The office",
				"intranet.client-id=e", "intranet.client-secret=f", "intranet.position=90",
				"intranet.issuer-uri=https://sso.example.com");
	}

	@Test
	void startThenRedirectUriIsPrinted() throws Exception {
		assertThat(LogRecorder.record(() -> start((context) -> {
		}, GOOGLE))).anySatisfy((line) -> assertThat(line).contains("http://localhost:9000/login/oauth2/code/google"))
			.noneSatisfy((line) -> assertThat(line).contains("s3cr3t"));
	}

	@Test
	void startThenSecretIsEncrypted() {
		start((context) -> assertThat(context.getBean(JdbcClient.class)
			.sql("SELECT count(*) FROM provider WHERE position('s3cr3t'::bytea IN secret) > 0")
			.query(Integer.class)
			.single()).isZero(), GOOGLE);
	}

	@Test
	void startWhenSettingsChangeThenProviderDoes() {
		start((context) -> {
		}, GOOGLE);
		start((context) -> assertThat(registration(context).clientId()).isEqualTo("b"), "google.client-id=b",
				"google.client-secret=s3cr3t");
	}

	@Test
	void startWhenSwitchedOffByTheApiThenStaysOffUnlessTheSettingsSayOtherwise() {
		start((context) -> context.getBean(ProviderRegistrations.class).enable("google", false, "admin"), GOOGLE);
		start((context) -> assertThat(registration(context).enabled()).isFalse(), GOOGLE);
		start((context) -> assertThat(registration(context).enabled()).isTrue(), "google.enabled=true", GOOGLE[0],
				GOOGLE[1]);
	}

	@Test
	void startWhenNoLongerNamedThenStaysUntilTheApiDeletesIt() {
		start((context) -> assertThat(delete(context)).isEqualTo(Deletion.CONFIGURED), GOOGLE);
		start((context) -> {
			assertThat(context.getBean(Providers.class).isOn("google")).isTrue();
			assertThat(delete(context)).isEqualTo(Deletion.DELETED);
			assertThat(context.getBean(Providers.class).isOn("google")).isFalse();
			assertThat(delete(context)).isEqualTo(Deletion.UNKNOWN);
		});
	}

	@Test
	void startWhenTheApiHasThatIdThenOneSentence() {
		start((context) -> assertThat(context.getBean(ProviderRegistrations.class)
			.register(Map.of("id", "google", "client_id", "a", "client_secret", "b"), "admin")
			.orElseThrow()
			.managedBy()).isEqualTo(ManagedBy.API));
		assertFails("vestibule.providers.google was registered through the API", GOOGLE);
	}

	@Test
	void startWhenKeyringHasANewKeyThenSecretIsKeptUnderThat() {
		start((context) -> {
		}, GOOGLE);
		String keys = "vestibule.keyring.keys=test:" + "A".repeat(43) + ",new:" + "B".repeat(42) + "A";
		runner().withPropertyValues(keys).run((context) -> {
			assertThat(registration(context).clientSecret()).isEqualTo("s3cr3t");
			assertThat(
					context.getBean(JdbcClient.class).sql("SELECT key_id FROM provider").query(String.class).single())
				.isEqualTo("new");
		});
	}

	@Test
	void startWhenKeyIsGoneThenTheOthersWork() {
		start((context) -> {
		}, GOOGLE);
		runner()
			.withPropertyValues("vestibule.keyring.keys=other:" + "B".repeat(42) + "A",
					"vestibule.providers.github.client-id=a", "vestibule.providers.github.client-secret=b")
			.run((context) -> assertThat(context.getBean(Providers.class).list())
				.containsExactly(new ProviderLink("github", "GitHub", "github")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			google.client-id=a          | vestibule.providers.google.client-secret is missing.
			facebook.client-secret=a    | vestibule.providers.facebook.client-id is missing.
			other.client-id=a           | vestibule.providers.other.preset must be one of apple, facebook,
			google.issuer-uri=http://a.example | vestibule.providers.google.issuer-uri must begin with https://
			google.issuer-uri=accounts  | vestibule.providers.google.issuer-uri must begin with https://
			google.issuer-uri=https://a b | vestibule.providers.google.issuer-uri must begin with https://
			google.issuer-uri=https://u@a.example | vestibule.providers.google.issuer-uri must begin with https://
			google.trust=always         | vestibule.providers.google.trust must be one of authoritative, never.
			google.graph-version=v26.0  | vestibule.providers.google.graph-version is not known for "Google"
			google.scope=email          | vestibule.providers.google.scope must have openid.
			google.position=-1          | vestibule.providers.google.position must be a number from 0 to 1000.
			google.domains=nowhere      | vestibule.providers.google.domains[0] must be a domain such as example.com.
			facebook.graph-version=26   | vestibule.providers.facebook.graph-version must look like v26.0.
			facebook.trust=authoritative | vestibule.providers.facebook.trust must be one of never.
			microsoft.trust=always      | vestibule.providers.microsoft.trust must be one of never.
			microsoft.tenant=a/b        | vestibule.providers.microsoft.tenant must be common
			oauth2.scope=openid         | vestibule.providers.oauth2.authorization-uri is missing.
			github.scope=user openid    | vestibule.providers.github.scope has openid, for which the preset is oidc.
			oidc.name=OIDC              | vestibule.providers.oidc.issuer-uri is missing.
			apple.team-id=A1            | vestibule.providers.apple.client-secret must be the private key
			""")
	void startWhenSettingWrongThenOneSentence(String setting, String sentence) {
		String id = setting.substring(0, setting.indexOf('.'));
		String[] settings = setting.contains(".client-") ? new String[] { setting }
				: new String[] { setting, id + ".client-id=a", id + ".client-secret=b" };
		assertFails(sentence, settings);
	}

	private void assertFails(String sentence, String... settings) {
		start((context) -> assertThat(context).getFailure()
			.isInstanceOf(IllegalArgumentException.class)
			.hasMessageStartingWith(sentence), settings);
	}

	private static ProviderRegistration registration(AssertableApplicationContext context) {
		return context.getBean(ProviderRegistrations.class).find("google").orElseThrow().registration();
	}

	private static Deletion delete(AssertableApplicationContext context) {
		return context.getBean(ProviderRegistrations.class).delete("google", "admin");
	}

	private void start(Consumer<AssertableApplicationContext> then, String... settings) {
		ApplicationContextRunner runner = runner();
		for (String setting : settings) {
			runner = runner.withPropertyValues("vestibule.providers." + setting);
		}
		runner.run(then::accept);
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(TestFederation.class)
			.withPropertyValues("vestibule.issuer=http://localhost:9000",
					"vestibule.keyring.keys=test:" + "A".repeat(43), "spring.datasource.url=" + this.database,
					"spring.datasource.hikari.maximum-pool-size=2");
	}

}

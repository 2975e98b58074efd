package dev.vestibule.signing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.nimbusds.jose.jwk.JWK;
import dev.vestibule.TestDatabase;
import dev.vestibule.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SigningKeysTests {

	private final String database = TestDatabase.create();

	private final JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(this.database));

	private final List<ConfigurableApplicationContext> nodes = new ArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void startWhenRestartedThenKeysStay() {
		Map<String, String> first = active(start());
		this.nodes.remove(0).close();
		assertThat(active(start())).hasSize(4).isEqualTo(first);
	}

	@Test
	void startWhenTwoNodesAtOnceThenOneActiveKeyPerAlgorithm() {
		CompletableFuture<PublishedKeys> other = CompletableFuture.supplyAsync(this::start);
		PublishedKeys one = start();
		assertThat(active(one)).hasSize(4).isEqualTo(active(other.join()));
		assertThat(this.jdbc.sql("SELECT algorithm FROM signing_key WHERE state = 'active' ORDER BY 1")
			.query(String.class)
			.list()).containsExactlyInAnyOrder("ES256", "EdDSA", "PS256", "RS256");
		assertThat(this.jdbc.sql("SELECT count(*) FROM audit_event WHERE kind = 'signing-key.activated'")
			.query(Integer.class)
			.single()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "other:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE",
			"test:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE" })
	void startWhenKeyringIsAnotherThenSaysSo(String keyring) {
		start();
		assertThatException()
			.isThrownBy(() -> TestServer.start(this.database, "vestibule.keyring.keys=" + keyring).close())
			.withStackTraceContaining("encrypted with another keyring key \"test\"");
	}

	@Test
	void readWhenPublicKeyExchangedThenRefused() {
		JWK own = SigningKeyPairs.generate(SigningAlgorithm.ES256);
		String foreign = SigningKeyPairs.generate(SigningAlgorithm.ES256).toPublicJWK().toJSONString();
		assertThatIllegalStateException()
			.isThrownBy(() -> SigningKeyPairs.read(own.getKeyID(), KeyState.RETIRED, foreign, null));
	}

	@Test
	void attack39WhenTableIsDumpedThenNoPrivateKeyInClear() throws Exception {
		start();
		List<byte[]> stored = this.jdbc.sql("SELECT private_key FROM signing_key").query(byte[].class).list();
		// What every PKCS#8 private key contains: the identifier of its algorithm.
		List<String> clear = List.of("06072a8648ce3d0201", "06092a864886f70d010101", "06032b6570");
		assertThat(stored).hasSizeGreaterThanOrEqualTo(4).allSatisfy((key) -> {
			assertThat(HexFormat.of().formatHex(key)).doesNotContain(clear);
			assertThat(HexFormat.of().formatHex(decodedOrSelf(key))).doesNotContain(clear);
		});
		assertThat(
				HexFormat.of().formatHex(SigningKeyPairs.privateKey(SigningKeyPairs.generate(SigningAlgorithm.ES256))))
			.contains(clear.get(0));
		assertThat(this.jdbc.sql("SELECT public_jwk ?? 'd' FROM signing_key").query(Boolean.class).list())
			.containsOnly(false);
	}

	private PublishedKeys start() {
		ConfigurableApplicationContext node = TestServer.start(this.database);
		synchronized (this.nodes) {
			this.nodes.add(node);
		}
		return node.getBean(PublishedKeys.class);
	}

	private static Map<String, String> active(PublishedKeys keys) {
		return Arrays.stream(SigningAlgorithm.values())
			.collect(Collectors.toMap(SigningAlgorithm::getName,
					(algorithm) -> keys.current().active(algorithm.jws()).orElseThrow().kid()));
	}

	private static byte[] decodedOrSelf(byte[] bytes) {
		try {
			return Base64.getDecoder().decode(bytes);
		}
		catch (IllegalArgumentException ex) {
			return bytes;
		}
	}

}

package dev.vestibule.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

class FetchedKeysTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

	private final AtomicInteger fetched = new AtomicInteger();

	private final FetchedKeys keys = new FetchedKeys(RestClient.builder(), this.now::get);

	private HttpServer server;

	private volatile int status = 200;

	private volatile String answer = "";

	@BeforeEach
	void start() throws Exception {
		publish(key("one"));
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.fetched.incrementAndGet();
			byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void selectWhenKeysAreReplacedThenTheNewAtOnceAndTheFormerForTenMinutesAtMost() throws Exception {
		assertThat(find("one")).hasSize(1);
		later(Duration.ofMinutes(1));
		publish(key("two"));
		assertThat(find("one")).hasSize(1);
		assertThat(this.fetched).hasValue(1);
		assertThat(find("two")).hasSize(1);
		assertThat(find("one")).isEmpty();
		assertThat(this.fetched).hasValue(2);
		publish(key("three"));
		later(Duration.ofMinutes(9));
		assertThat(find("two")).hasSize(1);
		later(Duration.ofMinutes(1));
		assertThat(find("two")).isEmpty();
		assertThat(this.fetched).hasValue(3);
	}

	@Test
	void selectWhenMadeUpKeysAreAskedForThenFetchedOnceAMinute() {
		for (int i = 0; i < 100; i++) {
			assertThat(find("made-up-" + i)).isEmpty();
		}
		assertThat(this.fetched).hasValue(1);
		later(Duration.ofMinutes(1));
		assertThat(find("made-up")).isEmpty();
		assertThat(find("made-up")).isEmpty();
		assertThat(this.fetched).hasValue(2);
		assertThat(find("one")).hasSize(1);
	}

	@Test
	void selectWhenAddressFailsThenTheLastKeysForAnHour() {
		assertThat(find("one")).hasSize(1);
		this.status = 500;
		for (int minute = 0; minute < 59; minute++) {
			later(Duration.ofMinutes(1));
			assertThat(find("one")).hasSize(1);
			assertThat(find("one")).hasSize(1);
		}
		assertThat(this.fetched).as("since the tenth, each minute").hasValue(51);
		later(Duration.ofMinutes(1));
		assertThat(find("one")).isEmpty();
		this.status = 200;
		assertThat(find("one")).as("just tried").isEmpty();
		later(Duration.ofMinutes(1));
		assertThat(find("one")).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 302, 404, 503 })
	void selectWhenAnswerIsNoSuccessThenNone(int status) {
		this.status = status;
		this.answer = (status == 204) ? "" : this.answer;
		assertThat(find("one")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "<html>", "[]", "{}", "{\"keys\":[]}", "{\"keys\":{}}", "{\"keys\":[{\"kty\":\"EC\"}]}" })
	void selectWhenAnswerIsNoKeySetThenNone(String answer) {
		this.answer = answer;
		assertThat(find("one")).isEmpty();
	}

	@Test
	void selectWhenAnswerIsTooLongThenNone() {
		this.answer = this.answer + " ".repeat(64 * 1024);
		assertThat(find("one")).isEmpty();
	}

	@Test
	void selectWhenOtherKeysAreBesideThenOnlyThoseThatSign() throws Exception {
		ECKey leaked = key("leaked");
		this.answer = new JWKSet(List.of(key("one").toPublicJWK(), leaked,
				new ECKeyGenerator(Curve.P_256).keyID("encrypts").keyUse(KeyUse.ENCRYPTION).generate().toPublicJWK(),
				new ECKeyGenerator(Curve.P_384).keyID("other-curve").generate().toPublicJWK()))
			.toString(false)
			.replace("{\"keys\":[", "{\"keys\":[{\"kty\":\"new\",\"kid\":\"of-a-new-type\"},");
		assertThat(find("one")).hasSize(1);
		for (String kid : List.of("leaked", "encrypts", "other-curve", "of-a-new-type")) {
			assertThat(find(kid)).as(kid).isEmpty();
		}
	}

	private List<JWK> find(String kid) {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build();
		return this.keys.select("http://localhost:" + this.server.getAddress().getPort() + "/keys",
				new JWKSelector(JWKMatcher.forJWSHeader(header)));
	}

	private void publish(JWK key) {
		this.answer = new JWKSet(key).toString();
	}

	private static ECKey key(String kid) throws JOSEException {
		return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
	}

	private void later(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

}

package dev.vestibule.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.sun.net.httpserver.HttpServer;
import dev.vestibule.flow.Browser.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients that publish the keys by which they authenticate ({@code jwks_uri}).
 */
class FetchedKeysFlowTests extends FlowTests {

	private static final ECKey KEY = PrivateKeyApp.ecKey("ec");

	private static final OctetKeyPair ED25519 = PrivateKeyApp.ed25519Key("ed");

	private final AtomicInteger fetched = new AtomicInteger();

	private final CountDownLatch end = new CountDownLatch(1);

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.server.setExecutor(Executors.newCachedThreadPool());
		this.server.createContext("/keys", (exchange) -> {
			this.fetched.incrementAndGet();
			byte[] keys = new JWKSet(List.of(KEY.toPublicJWK(), ED25519.toPublicJWK())).toString().getBytes();
			exchange.sendResponseHeaders(200, keys.length);
			exchange.getResponseBody().write(keys);
			exchange.close();
		});
		this.server.createContext("/silent", (exchange) -> {
			this.fetched.incrementAndGet();
			await(this.end);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.end.countDown();
		this.server.stop(0);
	}

	@Test
	void tokenWhenKeysArePublishedThenIssuedAndFetchedOnce() {
		PrivateKeyApp app = PrivateKeyApp.register("jwks_uri", url("/keys"), KEY);
		assertThat(inParallel(40, app::token)).allSatisfy((page) -> assertThat(page.status()).isEqualTo(200));
		assertThat(app.with(ED25519).token().status()).isEqualTo(200);
		assertThat(inParallel(20, app.with(PrivateKeyApp.ecKey("ec"))::token))
			.allSatisfy(FetchedKeysFlowTests::assertRefused);
		assertThat(inParallel(20, app.with(PrivateKeyApp.ecKey("unknown"))::token))
			.allSatisfy(FetchedKeysFlowTests::assertRefused);
		assertThat(this.fetched).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://127.0.0.2:%d/keys", "https://[::1]:%d/keys", "http://[::1]:%d/keys",
			"https://2130706434:%d/keys" })
	void attack27WhenKeysAreInsideThenRefusedAndNothingReachesTheCanary(String address) throws IOException {
		InetAddress host = InetAddress.getByName(address.contains("::1]") ? "::1" : "127.0.0.2");
		try (ServerSocket canary = new ServerSocket(0, 10, host)) {
			assertRefused(PrivateKeyApp.register("jwks_uri", address.formatted(canary.getLocalPort()), KEY).token());
			canary.setSoTimeout(1);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(canary::accept);
		}
	}

	@Test
	void attack27WhenRedirectedThenRefusedAndNotFollowed() {
		this.server.createContext("/redirect", (exchange) -> {
			exchange.getResponseHeaders().add("Location", url("/keys"));
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		assertRefused(PrivateKeyApp.register("jwks_uri", url("/redirect"), KEY).token());
		assertThat(this.fetched).hasValue(0);
	}

	@Test
	void tokenWhenKeysDoNotComeThenOthersNeitherWaitNorLackAConnection() {
		String refresh = RelyingApp.field(tokens(this.web, "openid"), "refresh_token");
		PrivateKeyApp slow = PrivateKeyApp.register("jwks_uri", url("/silent"), KEY);
		CompletableFuture<List<Page>> refused = CompletableFuture.supplyAsync(() -> inParallel(100, slow::token));
		Awaitility.await().until(() -> this.fetched.get() == 1);
		assertThat(this.web.refresh(refresh).status()).isEqualTo(200);
		assertThat(refused).as("the five seconds of the call").isNotDone();
		assertThat(refused.join()).allSatisfy(FetchedKeysFlowTests::assertRefused);
		assertThat(this.fetched).hasValue(1);
	}

	private String url(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void assertRefused(Page page) {
		assertThat(page.status()).isEqualTo(401);
		assertThat(RelyingApp.field(page, "error")).isEqualTo("invalid_client");
	}

}

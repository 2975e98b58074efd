package dev.vestibule.flow;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F8: a provider whose certificate has expired.
 */
class ExpiredCertificateTests extends SignInFlowTests {

	private static final String PASSWORD = "changeit";

	@TempDir
	Path folder;

	@Test
	void fault8WhenCertificateHasExpiredThenSaidWithinFiveSecondsAndOtherWaysWork() throws Exception {
		HttpsServer provider = provider();
		String url = "https://127.0.0.1:" + provider.getAddress().getPort();
		try (Node node = NODE.startSibling(DATABASE, MAIL, "vestibule.outbound.allowed-hosts=127.0.0.1",
				"vestibule.providers.expired.preset=oidc", "vestibule.providers.expired.name=Expired Inc.",
				"vestibule.providers.expired.client-id=at-expired",
				"vestibule.providers.expired.client-secret=" + Upstream.SECRET,
				"vestibule.providers.expired.issuer-uri=" + url)) {
			String email = someone();
			signedIn(email);
			Browser browser = new Browser(node.url());
			long start = System.nanoTime();
			Page page = browser.get("/oauth2/authorization/expired");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			assertThat(page.header("Location")).isEqualTo("/login?error=provider-unavailable&provider=expired");
			assertThat(browser.get(page.header("Location")).body())
				.contains("Expired Inc. does not answer at the moment");
			assertThat(this.people.signIn(browser, email).header("Location")).isEqualTo("/");
		}
		finally {
			provider.stop(0);
		}
	}

	private HttpsServer provider() throws Exception {
		Path file = this.folder.resolve("expired.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "provider", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
				"SAN=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
			.inheritIO()
			.start();
		assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(keytool.exitValue()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		server.start();
		return server;
	}

}

package dev.vestibule.outbound;

import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;

/**
 * Apache's HTTP client with everything switched off that would call, or keep, more than
 * was asked for.
 */
final class GuardedHttpClient {

	private static final int CONNECTIONS_PER_HOST = 64;

	private static final int MAX_HEADERS = 100;

	private static final int MAX_HEADER_LINE = 16 * 1024;

	private GuardedHttpClient() {
	}

	static CloseableHttpClient create(Destinations destinations) {
		// Bodies come uncompressed: what is counted while reading is what was sent.
		return HttpClients.custom()
			.setConnectionManager(connections(destinations))
			.setDefaultRequestConfig(RequestConfig.custom()
				// Whoever waits here waits for a slow host; others must not run out of
				// threads over it.
				.setConnectionRequestTimeout(1, TimeUnit.SECONDS)
				.setResponseTimeout(5, TimeUnit.SECONDS)
				.setProtocolUpgradeEnabled(false)
				.build())
			.setUserAgent("Vestibule")
			.disableRedirectHandling()
			.disableAutomaticRetries()
			.disableContentCompression()
			.disableCookieManagement()
			.disableAuthCaching()
			.build();
	}

	private static PoolingHttpClientConnectionManager connections(Destinations destinations) {
		return PoolingHttpClientConnectionManagerBuilder.create()
			.setDnsResolver(destinations)
			.setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
				.http1Config(
						Http1Config.custom().setMaxHeaderCount(MAX_HEADERS).setMaxLineLength(MAX_HEADER_LINE).build())
				.build())
			.setDefaultConnectionConfig(ConnectionConfig.custom()
				.setConnectTimeout(2, TimeUnit.SECONDS)
				.setSocketTimeout(5, TimeUnit.SECONDS)
				.setValidateAfterInactivity(1, TimeUnit.SECONDS)
				.setTimeToLive(1, TimeUnit.MINUTES)
				.build())
			.setMaxConnTotal(Outbound.CALLS_AT_ONCE)
			.setMaxConnPerRoute(CONNECTIONS_PER_HOST)
			.build();
	}

}

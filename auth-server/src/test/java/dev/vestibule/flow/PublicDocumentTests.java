package dev.vestibule.flow;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents that applications and resource servers ask for again and again.
 */
class PublicDocumentTests extends FlowTests {

	private static final String DISCOVERY = "/.well-known/openid-configuration";

	private final HttpClient http = HttpClient.newHttpClient();

	// What others have taken away is not said any more by then.
	@BeforeEach
	void settle() {
		withinASecond(() -> {
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/jwks", DISCOVERY, "/.well-known/oauth-authorization-server" })
	void documentThenAnybodyMayReadAndKeepIt(String path) throws Exception {
		HttpResponse<String> document = send("GET", path, "Origin", "https://spa.example", "Authorization", "Bearer x");
		assertThat(document.statusCode()).isEqualTo(200);
		assertThat(document.headers().allValues("Content-Type")).containsExactly("application/json");
		assertThat(document.headers().allValues("Cache-Control")).containsExactly("max-age=300, public");
		assertThat(document.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
		assertThat(document.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(document.headers().map()).doesNotContainKeys("set-cookie", "vary");

		String etag = document.headers().firstValue("ETag").orElseThrow();
		HttpResponse<String> again = send("GET", path, "If-None-Match", "\"other\", W/" + etag);
		assertThat(again.statusCode()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(again.headers().allValues("ETag")).containsExactly(etag);
		assertThat(again.headers().allValues("Cache-Control")).containsExactly("max-age=300, public");
		assertThat(send("GET", path, "If-None-Match", "\"other\"").body()).isEqualTo(document.body());

		HttpResponse<String> head = send("HEAD", path);
		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.headers().allValues("ETag")).containsExactly(etag);
		assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(document.body().length());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/jwks", DISCOVERY })
	void documentWhenNotReadThenSaidHowItCanBe(String path) throws Exception {
		HttpResponse<String> preflight = send("OPTIONS", path, "Origin", "https://spa.example",
				"Access-Control-Request-Method", "GET");
		assertThat(preflight.statusCode()).isEqualTo(204);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow()).contains("GET")
			.doesNotContain("POST");
		HttpResponse<String> posted = send("POST", path);
		assertThat(posted.statusCode()).isEqualTo(405);
		assertThat(posted.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
		assertThat(posted.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(send("GET", path + "?" + "x".repeat(8 * 1024)).statusCode()).isEqualTo(414);
	}

	@Test
	void discoveryWhenScopeIsAddedThenNamesIt() throws Exception {
		String former = send("GET", DISCOVERY).headers().firstValue("ETag").orElseThrow();
		NODE.jdbc()
			.sql("INSERT INTO resource_scope (name, resource_server) VALUES ('brand.new', ?)")
			.param(Node.API)
			.update();
		try {
			withinASecond(
					() -> assertThat(send("GET", DISCOVERY, "If-None-Match", former).body()).contains("\"brand.new\""));
		}
		finally {
			NODE.jdbc().sql("DELETE FROM resource_scope WHERE name = 'brand.new'").update();
		}
	}

	@Test
	void documentThenCountedByItsPath() throws Exception {
		send("GET", DISCOVERY);
		assertThat(NODE.bean(MeterRegistry.class).get("http.server.requests").tag("uri", DISCOVERY).timer().count())
			.isPositive();
	}

	private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(NODE.url() + path))
			.method(method, BodyPublishers.noBody())
			.timeout(Duration.ofSeconds(10));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

}

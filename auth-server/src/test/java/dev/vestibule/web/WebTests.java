package dev.vestibule.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every response has in common, over HTTP, since much of it is the container's.
 */
@SpringBootTest(classes = WebTests.Site.class, webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "vestibule.issuer=http://localhost:9000")
@ImportAutoConfiguration({ MessageSourceAutoConfiguration.class, JacksonAutoConfiguration.class,
		HttpMessageConvertersAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
		WebMvcAutoConfiguration.class, DispatcherServletAutoConfiguration.class, ErrorMvcAutoConfiguration.class,
		ThymeleafAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
		SecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class,
		ServletWebSecurityAutoConfiguration.class })
@ExtendWith(OutputCaptureExtension.class)
class WebTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/fine", "/broken", "/database", "/absent", "/css/vestibule.css" })
	void attack32WhenAnyResponseThenSecurityHeaders(String path) throws Exception {
		var response = get(path, "Accept", "text/html");
		assertThat(response.headers().allValues("content-security-policy")).singleElement()
			.asString()
			.contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
			.doesNotContain("unsafe", "script-src", "connect-src");
		assertThat(response.headers().allValues("x-content-type-options")).containsExactly("nosniff");
		assertThat(response.headers().allValues("referrer-policy")).containsExactly("same-origin");
		assertThat(response.headers().allValues("x-frame-options")).containsExactly("DENY");
		assertThat(response.headers().allValues("cross-origin-opener-policy")).containsExactly("same-origin");
		assertThat(response.headers().allValues("cache-control")).singleElement()
			.isEqualTo(path.startsWith("/css") ? "max-age=31536000, public" : "no-store");
		assertThat(response.headers().map()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/verify", "/verify/resend", "/reset/code", "/reset/resend" })
	void attack32WhenPageWaitsForACodeThenOnlyOurOwnScripts(String path) throws Exception {
		assertThat(get(path).headers().firstValue("content-security-policy").orElseThrow())
			.contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
			.doesNotContain("unsafe");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/verify/link", "/reset/link", "/recover/link", "/reset", "/login", "/verify/progress" })
	void attack32WhenPageIsReadAndLeftThenNoScripts(String path) throws Exception {
		assertThat(get(path).headers().firstValue("content-security-policy").orElseThrow())
			.doesNotContain("script-src");
	}

	@Test
	void formWhenItMayEndAtClientThenFormActionOpen() throws Exception {
		assertThat(get("/login").headers().firstValue("content-security-policy").orElseThrow())
			.doesNotContain("form-action");
	}

	@Test
	void errorWhenBrowserThenPageWithLoggedReferenceAndNoTrace(CapturedOutput output) throws Exception {
		var response = get("/broken", "Accept", "text/html,*/*;q=0.8", "Accept-Language", "ko-KR,ko;q=0.9");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("<html lang=\"ko\"", "<title>오류:", "오류 500", "/css/vestibule-")
			.doesNotContain("secret detail", "Exception", "at dev.");
		String reference = response.body().replaceAll("(?s).*<code>([^<]+)</code>.*", "$1");
		assertThat(output).contains(reference + ": GET /broken answered 500");
	}

	@Test
	void errorWhenNotBrowserThenProblemDetail() throws Exception {
		var response = get("/broken?secret=s3cret", "Accept", "application/json");
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"title\":\"Internal Server Error\"", "\"status\":500", "\"reference\"")
			.doesNotContain("secret detail", "s3cret");
	}

	@Test
	void errorWhenParameterMissingThenNamed() throws Exception {
		assertThat(get("/needs").body()).contains("\"status\":400", "The field “number” is missing.");
		assertThat(get("/needs?number=x").body()).contains("\"status\":400", "The field “number” is not valid.");
	}

	@Test
	void errorPageWhenAskedForItselfThenNotFound() throws Exception {
		assertThat(get("/error").statusCode()).isEqualTo(404);
	}

	@Test
	void databaseWhenGoneThenUnavailableAndNothingHalfDone() throws Exception {
		var response = get("/database", "Accept", "text/html");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("retry-after")).hasValue("5");
		assertThat(response.headers().map()).doesNotContainKeys("location", "set-cookie");
		assertThat(response.body()).contains("Not available at the moment").doesNotContain("half");
	}

	@ParameterizedTest
	@CsvSource({ "a=1&a=2, sent more than once", "a=%0D, line break", "a=1%00, line break", "a=x%0Ay, line break" })
	void parameterWhenNoFormSendsItThenRefusedByName(String form, String words) throws Exception {
		var response = post("/form", FORM, form);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("“a”", words);
	}

	@Test
	void parameterWhenTooLongThenRefusedByName() throws Exception {
		var response = post("/form", FORM, "password=" + "x".repeat(5000));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("“password”", "too long");
	}

	@Test
	void parameterWhenBadEncodingThenBadRequest() throws Exception {
		assertThat(post("/form", FORM, "a=%zz").statusCode()).isEqualTo(400);
		assertThat(raw("GET /fine?a=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 400");
	}

	@Test
	void parameterWhenProtocolEndpointThenLeftAlone() throws Exception {
		assertThat(post("/oauth2/form", FORM, "a=1&a=2").body()).isEqualTo("1,2");
	}

	@Test
	void bodyWhenLongerThanAllowedThenTooLarge() throws Exception {
		String large = "a=" + "x".repeat(RequestLimits.MAX_BODY);
		assertThat(post("/body", "application/json", large).statusCode()).isEqualTo(413);
		assertThat(post("/form", FORM, large.repeat(40)).statusCode()).isEqualTo(413);
	}

	@Test
	void formWhenAFieldIsLongerThanAllowedThenBadRequestSaysSo() throws Exception {
		var response = post("/form", FORM, "a=" + "x".repeat(1024 * 1024));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("A field of the form is too long");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/oauth2/token", "/admin/api/clients" })
	void formWhenProtocolEndpointThenTooLarge(String path) throws Exception {
		assertThat(post(path, FORM, "a=" + "x".repeat(RequestLimits.MAX_BODY)).statusCode()).isEqualTo(413);
	}

	@ParameterizedTest
	@ValueSource(strings = { FORM, "application/json" })
	void bodyWhenChunkedAndLongerThanAllowedThenTooLarge(String type) throws Exception {
		byte[] large = ("a=" + "x".repeat(RequestLimits.MAX_BODY)).getBytes(StandardCharsets.US_ASCII);
		var publisher = BodyPublishers.ofByteArrays(List.of(large));
		String path = type.equals(FORM) ? "/form" : "/body";
		var response = send(HttpRequest.newBuilder(uri(path)).header("Content-Type", type).POST(publisher));
		assertThat(response.statusCode()).isEqualTo(413);
	}

	@Test
	void bodyWhenAsLongAsAllowedThenRead() throws Exception {
		assertThat(post("/body", "text/plain", "x".repeat(RequestLimits.MAX_BODY)).body()).isEqualTo("65536");
	}

	@Test
	void uriWhenTooLongThenRefused() throws Exception {
		assertThat(get("/fine?a=" + "x".repeat(RequestLimits.MAX_URI)).statusCode()).isEqualTo(414);
	}

	@Test
	void headersWhenTooLongThenRefused() throws Exception {
		String answer = raw("GET /fine HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Long: " + "x".repeat(17000)
				+ "\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 431").contains("Content-Security-Policy").doesNotContain("Tomcat");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /<script> HTTP/1.1\r\nHost: localhost\r\n\r\n", "NONSENSE\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
			"GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" })
	void requestWhenMalformedThenContainerSaysNothingOfItself(String request) throws Exception {
		assertThat(raw(request)).startsWith("HTTP/1.1 400")
			.contains("Content-Security-Policy", "class=\"card\"")
			.doesNotContain("Tomcat", "Exception");
	}

	@Test
	void languageWhenAskedForThenKept() throws Exception {
		var korean = get("/fine?ui_locales=fr-CA%20ko-KR%20en", "Accept-Language", "en");
		assertThat(korean.body()).isEqualTo("ko ko");
		assertThat(cookie(korean)).isEqualTo("vestibule_language=ko");
		assertThat(get("/fine", "Cookie", cookie(korean), "Accept-Language", "en").body()).isEqualTo("ko ko");
	}

	@ParameterizedTest
	@CsvSource({ "'ko-KR,ko;q=0.9,en;q=0.8', ko", "'fr,en;q=0.5', en", "fr, en", "'*', en", "'en;q=0.1,ko', ko" })
	void languageWhenNotAskedForThenBrowsers(String accepted, String language) throws Exception {
		assertThat(get("/fine", "Accept-Language", accepted).body()).isEqualTo(language + " " + language);
	}

	@Test
	void languageWhenNothingSaidThenEnglish() throws Exception {
		assertThat(get("/fine").body()).isEqualTo("en en");
	}

	@Test
	void languageWhenSwitchedDuringLoginThenResumedRequestKeepsIt() throws Exception {
		String authorize = "/oauth2/authorize?ui_locales=ko";
		String asked = cookie(get(authorize));
		assertThat(get("/fine", "Cookie", asked).body()).isEqualTo("ko ko");
		String switched = cookie(get("/fine?ui_locales=en", "Cookie", asked));
		var resumed = get(authorize, "Cookie", switched);
		assertThat(resumed.headers().firstValue("set-cookie")).isEmpty();
		assertThat(get("/fine", "Cookie", switched).body()).isEqualTo("en en");
	}

	@Test
	void languageLinksWhenPageHasParametersThenKept() throws Exception {
		assertThat(get("/absent?a=%22%3E&ui_locales=en&b=2", "Accept", "text/html").body())
			.contains("href=\"?a=%22%3E&amp;b=2&amp;ui_locales=ko\"");
	}

	private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return send(request);
	}

	private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private String raw(String request) throws IOException {
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.setSoTimeout(10_000);
			OutputStream out = socket.getOutputStream();
			out.write(request.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static String cookie(HttpResponse<String> response) {
		return response.headers().firstValue("set-cookie").orElseThrow().replaceAll(";.*", "");
	}

	@Controller
	@Import({ Look.class, WebConfiguration.class, WebSecurityConfiguration.class, ErrorPageController.class })
	@EnableConfigurationProperties(ServerProperties.class)
	static class Site {

		@Bean
		SecurityFilterChain everythingElse(HttpSecurity http) {
			return http.csrf(AbstractHttpConfigurer::disable)
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

		@GetMapping({ "/fine", "/login", "/oauth2/authorize", "/verify", "/verify/*", "/reset", "/reset/*",
				"/recover/link" })
		@ResponseBody
		String fine(HttpServletRequest request) {
			return request.getLocale() + " " + LocaleContextHolder.getLocale();
		}

		@GetMapping("/broken")
		@ResponseBody
		String broken() {
			throw new IllegalStateException("secret detail");
		}

		@GetMapping("/database")
		String database(HttpServletResponse response) throws IOException {
			response.addHeader("Set-Cookie", "half=done");
			response.addHeader("Location", "/half");
			response.getWriter().write("half");
			throw new DataAccessResourceFailureException("secret detail");
		}

		@GetMapping("/needs")
		@ResponseBody
		String needs(@RequestParam int number) {
			return String.valueOf(number);
		}

		@PostMapping({ "/form", "/oauth2/form" })
		@ResponseBody
		String form(@RequestParam(required = false) List<String> a) {
			return String.join(",", a);
		}

		@PostMapping("/body")
		@ResponseBody
		String body(@RequestBody String body) {
			return String.valueOf(body.length());
		}

	}

}

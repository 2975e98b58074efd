package dev.vestibule.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RegisteredUriTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://app.example/callback", "https://app.example",
			"https://app.example:8443/a/b.c?d=e", "http://localhost:8080/login/oauth2/code/vestibule",
			"http://127.0.0.1/callback", "http://[::1]:1/callback", "https://xn--bcher-kva.example/",
			"https://app.example/a%20b", "https://10.0.0.1/callback" })
	void flawWhenPermittedThenNone(String uri) {
		assertThat(RegisteredUri.flaw(uri, false)).isNull();
	}

	@Test
	void flawWhenPrivateUseSchemeThenOnlyForPublicClients() {
		assertThat(RegisteredUri.flaw("com.example.app:/callback", true)).isNull();
		assertThat(RegisteredUri.flaw("com.example.app://callback", true)).isNull();
		assertThat(RegisteredUri.flaw("com.example.app:/callback", false)).contains("public");
		assertThat(RegisteredUri.flaw("com.example.app:callback", true)).isNotNull();
		assertThat(RegisteredUri.flaw("com.example.app://user@host/callback", true)).isNotNull();
		assertThat(RegisteredUri.flaw("app:/callback", true)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/callback", "app.example/callback", "//app.example/callback", "JaVaScRiPt:alert(1)",
			"javascript://app.example/%0aalert(1)", "data:text/html,x", "DATA:text/html;base64,eA==", "vbscript:x",
			"file:///etc/passwd", "FILE:/etc/passwd", "blob:https://app.example/1", "about:blank",
			"http://app.example/callback", "HTTP://app.example/callback", "http://127.0.0.2/callback",
			"http://localhost.evil.example/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/callback",
			"https://user@app.example/", "https://user:secret@app.example/", "https://app.example@evil.example/",
			"https://a@b@app.example/", "https://app.example/#fragment", "https://app.example/#",
			"https://*.app.example/", "https://app.example/*", "https://app.example\\@evil.example/",
			"https://app.example/a b", "https://app.example/\t", " https://app.example/",
			"https://app.example/\r\nX: y", "https://app.example/\u0000", "https://b\u00FCcher.example/",
			"https://app.example/\u202E", "https:///callback", "https://:443/", "https:app.example",
			"https://app.example:/", "https://app.example:0/", "https://app.example:65536/", "https://app.example:a/",
			"https://app_example/", "https://app.example/../x", "https://app.example/a/..;/b",
			"https://app.example/%2e%2E/b", "https://app.example/.", "https://app.example/%zz",
			"https://app.example/?x[]=1", "https://app.example/?x=%zz", "https://app.example/a|b",
			"https://app.example/<script>" })
	void attack25WhenNotPermittedThenNamed(String uri) {
		assertThat(RegisteredUri.flaw(uri, false)).isNotBlank();
		assertThat(RegisteredUri.flaw(uri, true)).isNotBlank();
		assertThat(RegisteredUri.flawOfPage(uri)).isNotBlank();
	}

	@Test
	void flawWhenTooLongThenNamed() {
		String longest = "https://app.example/" + "a".repeat(2048 - 20);
		assertThat(RegisteredUri.flaw(longest, false)).isNull();
		assertThat(RegisteredUri.flaw(longest + "a", false)).contains("2048");
	}

}

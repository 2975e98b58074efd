package dev.vestibule.demo.browserapp;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class BrowserAppTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void spaThenItsScriptAndTheIssuerAreAllThatItMayReach() {
		MvcTestResult answer = this.mvc.get().uri("/spa").exchange();
		assertThat(answer).hasStatusOk()
			.hasHeader("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; connect-src 'self' http://localhost:9000; style-src 'self'; "
							+ "img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
			.hasHeader("Referrer-Policy", "no-referrer");
		assertThat(answer.getRequest().getSession(false)).isNull();
	}

	@Test
	void spaThenNamesItsClientAndAddresses() {
		assertThat(this.mvc.get().uri("/spa")).bodyText()
			.contains("data-issuer=\"http://localhost:9000\"", "data-client-id=\"demo-spa\"",
					"data-redirect-uri=\"http://localhost:8080/spa\"", "data-resource=\"http://localhost:8080/api\"",
					"<noscript>", "src=\"/spa.js\"")
			.doesNotContain("??", "onclick");
	}

	@Test
	void scriptThenServed() {
		assertThat(this.mvc.get().uri("/spa.js")).hasStatusOk().bodyText().contains("code_challenge_method");
	}

}

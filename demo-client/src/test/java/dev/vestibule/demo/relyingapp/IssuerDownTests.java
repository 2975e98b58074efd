package dev.vestibule.demo.relyingapp;

import dev.vestibule.demo.StubIssuer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
class IssuerDownTests {

	private static final StubIssuer issuer = new StubIssuer();

	@Autowired
	private MockMvcTester mvc;

	@DynamicPropertySource
	static void settings(DynamicPropertyRegistry settings) {
		settings.add("demo.issuer", issuer::issuer);
		issuer.close();
	}

	@Test
	void loginWhenIssuerDownThenOwnPage() {
		assertThat(this.mvc.get().uri("/oauth2/authorization/vestibule"))
			.hasRedirectedUrl("/login/failed?reason=unavailable");
	}

	@Test
	void apiWhenKeysCannotBeHadThen503HoweverOften() {
		String token = issuer.sign(issuer.accessToken());
		for (int i = 0; i < 5; i++) {
			assertThat(this.mvc.get().uri("/api/notes").header("Authorization", "Bearer " + token)).hasStatus(503)
				.hasHeader("Retry-After", "10");
		}
	}

	@Test
	void publicPagesWhenIssuerDownThenServed() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk();
		assertThat(this.mvc.get().uri("/spa")).hasStatusOk();
	}

}

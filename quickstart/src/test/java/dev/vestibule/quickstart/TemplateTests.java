package dev.vestibule.quickstart;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

class TemplateTests {

	@Test
	void fillWhenValueLooksLikeYamlThenItStaysText() throws IOException {
		Map<String, Object> mail = load("inbox.yml", Map.of("smtpPort", "1' #: {x}"));
		assertThat(mail.toString()).contains("port=1' #: {x}");
	}

	@Test
	void fillWhenClientsThenThoseOfTheDesign() throws IOException {
		Map<String, Object> document = load("clients.yml", Map.of("demoUrl", "http://localhost:8080"));
		assertThat((List<?>) document.get("clients")).extracting((client) -> ((Map<?, ?>) client).get("client_id"))
			.isEqualTo(List.of("demo-client", "demo-spa", "demo-service", "admin-cli"));
		assertThat(document.toString()).contains("redirect_uris=[http://localhost:8080/login/oauth2/code/vestibule]")
			.contains("uri=http://localhost:8080/api");
	}

	private static Map<String, Object> load(String name, Map<String, String> values) throws IOException {
		return new Yaml().load(Template.fill(name, values));
	}

}

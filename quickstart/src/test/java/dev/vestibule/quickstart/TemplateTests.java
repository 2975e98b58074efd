package dev.vestibule.quickstart;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
	void fillWhenAuthServerThenClientsAreThoseOfTheDesign() throws IOException {
		Map<String, String> values = new HashMap<>();
		Stream.of("address", "authPort", "managementPort", "databaseUrl", "databaseUsername", "databasePassword",
				"wellKnownSecrets", "keyringFile", "adminEmail", "demoSecret", "demoServiceSecret", "adminCliSecret")
			.forEach((name) -> values.put(name, name));
		values.put("issuer", "http://localhost:9000");
		values.put("demoUrl", "http://localhost:8080");
		Map<?, ?> vestibule = (Map<?, ?>) load("auth-server.yml", values).get("vestibule");
		assertThat((List<?>) vestibule.get("clients")).extracting((client) -> ((Map<?, ?>) client).get("client-id"))
			.isEqualTo(List.of("demo-client", "demo-spa", "demo-service", "admin-cli"));
		assertThat(vestibule.toString()).contains("redirect-uris=http://localhost:8080/login/oauth2/code/vestibule")
			.contains("uri=http://localhost:8080/api");
	}

	private static Map<String, Object> load(String name, Map<String, String> values) throws IOException {
		return new Yaml().load(Template.fill(name, values));
	}

}

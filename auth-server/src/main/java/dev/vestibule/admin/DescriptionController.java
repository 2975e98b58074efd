package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Describes the admin API (OpenAPI 3.1), to generate clients from: the file that is kept
 * with the sources, at this server's address.
 */
@RestController
class DescriptionController {

	private static final ClassPathResource FILE = new ClassPathResource("openapi/admin.yaml");

	private final ServerProperties server;

	private volatile @Nullable Map<String, Object> description;

	DescriptionController(ServerProperties server) {
		this.server = server;
	}

	@GetMapping(path = AdminApiSecurity.PATH + "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
	Map<String, Object> show() throws IOException {
		Map<String, Object> description = this.description;
		if (description == null) {
			description = read();
			this.description = description;
		}
		return description;
	}

	private Map<String, Object> read() throws IOException {
		try (InputStream file = FILE.getInputStream()) {
			Map<String, Object> description = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
			description.put("servers", List.of(Map.of("url", this.server.issuer())));
			return description;
		}
	}

}

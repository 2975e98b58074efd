package dev.vestibule.flow;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.vestibule.flow.AdminApi.Endpoint;
import dev.vestibule.flow.Browser.Page;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The description of the admin API is one, says what the API does, and a client that is
 * generated from it works.
 */
class AdminDescriptionTests extends FlowTests {

	private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

	private static final AdminApi API = new AdminApi(NODE);

	private final JsonNode description = RelyingApp
		.json(API.call("GET", AdminApi.PATH + "/openapi.json", API.token("admin.read"), ""));

	@Test
	void describeThenValidAndAtOurAddress() {
		ParseOptions options = new ParseOptions();
		options.setResolve(true);
		SwaggerParseResult result = new OpenAPIV3Parser().readContents(this.description.toString(), null, options);
		assertThat(result.getMessages()).isEmpty();
		assertThat(result.getOpenAPI().getOpenapi()).startsWith("3.1.");
		assertThat(result.getOpenAPI().getServers()).singleElement()
			.satisfies((server) -> assertThat(server.getUrl()).isEqualTo(NODE.issuer()));
	}

	@Test
	void describeThenEveryEndpointAndNoOther() {
		Set<String> described = new TreeSet<>();
		this.description.get("paths")
			.forEachEntry((path, item) -> item.propertyNames()
				.stream()
				.filter(METHODS::contains)
				.forEach((method) -> described.add(method.toUpperCase() + " " + path.replaceAll("\\{[^}]+}", "{}"))));
		assertThat(described).containsExactlyInAnyOrderElementsOf(Endpoint.all(API.endpoints()));
	}

	@Test
	void describeThenScopesAndRefusalsAreThoseThatAreAskedFor() {
		operations().forEach((name, operation) -> {
			boolean reads = name.startsWith("get ");
			assertThat(operation.at("/security/0/token/0").asString("admin")).as(name)
				.isEqualTo(reads ? "admin.read" : "admin");
			assertThat(operation.get("responses").propertyNames()).as(name).contains("401", "403");
			assertThat(operation.get("operationId").asString()).as(name).isNotBlank();
			assertThat(operation.get("summary").asString()).as(name).isNotBlank();
			if (operation.has("requestBody")) {
				assertThat(operation.get("responses").propertyNames()).as(name).contains("400");
				operation.get("requestBody")
					.get("content")
					.forEach((content) -> assertThat(content.has("example") || content.has("examples"))
						.as(name + " has an example")
						.isTrue());
			}
		});
	}

	@Test
	void examplesThenAsTheirSchemasSay() {
		List<String> flaws = new ArrayList<>();
		collectFlaws("", this.description, flaws);
		assertThat(flaws).isEmpty();
	}

	@Test
	void answersThenAsDescribed() {
		String admin = API.token("admin");
		String id = "described-" + UUID.randomUUID();
		Page created = API.call("POST", AdminApi.PATH + "/clients", admin,
				"{\"client_id\": \"%s\", \"grant_types\": [\"client_credentials\"]}".formatted(id));
		assertDescribed("/admin/api/clients", "post", created);
		assertDescribed("/admin/api/clients", "get", API.call("GET", AdminApi.PATH + "/clients?limit=2", admin, ""));
		assertDescribed("/admin/api/clients", "post",
				API.call("POST", AdminApi.PATH + "/clients", admin, "{\"client_id\": 7}"));
		String path = AdminApi.PATH + "/clients/" + id;
		assertDescribed("/admin/api/clients/{client_id}", "get", API.call("GET", path, admin, ""));
		assertDescribed("/admin/api/clients/{client_id}", "patch",
				API.call("PATCH", path, admin, "{}", "If-Match", "\"other\""));
		assertDescribed("/admin/api/clients/{client_id}", "patch", API.call("PATCH", path, admin, "{}"));
		assertDescribed("/admin/api/clients/{client_id}/secret", "post",
				API.call("POST", path + "/secret", admin, "{}"));
		assertDescribed("/admin/api/resource-servers", "get",
				API.call("GET", AdminApi.PATH + "/resource-servers", admin, ""));
		assertDescribed("/admin/api/providers", "get", API.call("GET", AdminApi.PATH + "/providers", admin, ""));
		assertDescribed("/admin/api/keys", "get", API.call("GET", AdminApi.PATH + "/keys", admin, ""));
		assertDescribed("/admin/api/settings", "get", API.call("GET", AdminApi.PATH + "/settings", admin, ""));
		assertDescribed("/admin/api/settings", "patch",
				API.call("PATCH", AdminApi.PATH + "/settings", admin, "{}", "If-Match", "*"));
		assertDescribed("/admin/api/clients/{client_id}", "get", API.call("GET", path, "", ""));
		assertThat(API.call("DELETE", path, admin, "").status()).isEqualTo(204);
		assertDescribed("/admin/api/clients/{client_id}", "get", API.call("GET", path, admin, ""));
	}

	@Test
	void generatedClientThenRegistersAndListsClients(@TempDir Path classes) throws Exception {
		compile(classes);
		String id = "generated-" + UUID.randomUUID();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() },
				getClass().getClassLoader())) {
			Class<?> registration = loader.loadClass("Registration");
			String admin = API.token("admin");
			Object secret = registration.getMethod("register", String.class, String.class, String.class)
				.invoke(null, NODE.url(), admin, id);
			assertThat(
					new RelyingApp(NODE.url(), id, secret.toString()).token(Map.of("grant_type", "client_credentials"))
						.status())
				.isEqualTo(200);
			Object ids = registration.getMethod("list", String.class, String.class).invoke(null, NODE.url(), admin);
			assertThat((List<?>) ids).map(Object::toString).contains(id, "web", "admin-cli").doesNotHaveDuplicates();
			API.call("DELETE", AdminApi.PATH + "/clients/" + id, admin, "");
		}
	}

	/** The build has generated the sources; what uses them is ours. */
	private static void compile(Path classes) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		try (Stream<Path> generated = Files.walk(Path.of("target/admin-client/src/main/java"));
				StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
			List<Path> sources = Stream
				.concat(generated.filter((file) -> file.toString().endsWith(".java")),
						Stream.of(Path.of("src/test/resources/admin-client/Registration.java")))
				.toList();
			boolean compiled = compiler
				.getTask(null, files, diagnostics,
						List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
						null, files.getJavaFileObjectsFromPaths(sources))
				.call();
			assertThat(compiled).as(diagnostics.getDiagnostics().toString()).isTrue();
		}
	}

	private Map<String, JsonNode> operations() {
		Map<String, JsonNode> operations = new TreeMap<>();
		this.description.get("paths").forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
			if (METHODS.contains(method)) {
				operations.put(method + " " + path, operation);
			}
		}));
		return operations;
	}

	private void assertDescribed(String path, String method, Page page) {
		JsonNode response = this.description.get("paths")
			.get(path)
			.get(method)
			.get("responses")
			.get(String.valueOf(page.status()));
		assertThat(response).as("%s %s answers %d", method, path, page.status()).isNotNull();
		if (response.has("$ref")) {
			response = this.description.at(response.get("$ref").asString().substring(1));
		}
		String type = page.header("Content-Type").replaceAll(";.*", "");
		assertThat(response.get("content").propertyNames()).contains(type);
		assertThat(flaws(response.get("content").get(type).get("schema"), RelyingApp.json(page))).isEmpty();
	}

	private void collectFlaws(String where, JsonNode node, List<String> flaws) {
		if (node.isObject() && node.has("schema")) {
			if (node.has("example")) {
				flaws(node.get("schema"), node.get("example")).forEach((flaw) -> flaws.add(where + ": " + flaw));
			}
			if (node.has("examples")) {
				node.get("examples")
					.forEach((example) -> flaws(node.get("schema"), example.get("value"))
						.forEach((flaw) -> flaws.add(where + ": " + flaw)));
			}
		}
		if (node.isObject()) {
			node.forEachEntry((name, value) -> collectFlaws(where + "/" + name, value, flaws));
		}
	}

	private List<String> flaws(JsonNode schema, JsonNode value) {
		ObjectNode whole = JsonMapper.shared().createObjectNode();
		schema.forEachEntry(whole::set);
		whole.set("components", this.description.get("components"));
		return SchemaRegistry.withDialect(Dialects.getDraft202012())
			.getSchema(whole)
			.validate(value)
			.stream()
			.map(Object::toString)
			.toList();
	}

}

package dev.vestibule.declared;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.vestibule.admin.AdminApiSecurity;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.JsonBody;
import dev.vestibule.admin.Names;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Exports what there is as a document, and applies one.
 */
@RestController
@RequestMapping(ConfigurationController.PATH)
class ConfigurationController {

	static final String PATH = AdminApiSecurity.PATH + "/config";

	static final String YAML = MediaType.APPLICATION_YAML_VALUE;

	private static final String FORMAT = "format";

	private static final MediaType TEXT = MediaType.valueOf("text/plain;charset=UTF-8");

	private final Export export;

	private final Reconciliation reconciliation;

	ConfigurationController(Export export, Reconciliation reconciliation) {
		this.export = export;
		this.reconciliation = reconciliation;
	}

	@GetMapping
	ResponseEntity<Object> show(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		boolean all = Boolean.TRUE.equals(query.flag("all"));
		String name = query.has("name") ? Names.read(query) : Declaration.MAIN;
		boolean json = "json".equals(query.choice(FORMAT, Set.of("json", "yaml")));
		query.check();
		return json ? ResponseEntity.ok(this.export.document(name, all))
				: ResponseEntity.ok().contentType(MediaType.valueOf(YAML)).body(this.export.yaml(name, all));
	}

	/**
	 * Applies a document, or says what that would change.
	 */
	@PostMapping(consumes = { YAML, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Object> apply(InputStream body, HttpServletRequest request,
			@RequestHeader("Content-Type") MediaType type, JwtAuthenticationToken who) throws IOException {
		Fields query = Fields.ofQuery(request);
		boolean dryRun = Boolean.TRUE.equals(query.flag("dry_run"));
		boolean prune = Boolean.TRUE.equals(query.flag("prune"));
		boolean text = "text".equals(query.choice(FORMAT, Set.of("json", "text")));
		query.check();
		Document document = type.isCompatibleWith(MediaType.APPLICATION_JSON)
				? new Document(JsonBody.read(body), Map.of()) : Document.ofYaml(body.readAllBytes());
		List<Step> steps = this.reconciliation.apply(document, prune, (changes) -> !dryRun, Asking.of(who));
		return text
				? ResponseEntity.ok()
					.contentType(TEXT)
					.body(steps.stream().map((step) -> step + "\n").collect(Collectors.joining()))
				: ResponseEntity.ok(answer(steps, dryRun));
	}

	private static Map<String, Object> answer(List<Step> steps, boolean dryRun) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("dry_run", dryRun);
		answer.put("changes", steps.stream().map(Step::fields).toList());
		return answer;
	}

}

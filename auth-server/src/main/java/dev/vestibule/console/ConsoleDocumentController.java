package dev.vestibule.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.vestibule.account.Account;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Names;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.declared.Document;
import dev.vestibule.declared.Export;
import dev.vestibule.declared.Reconciliation;
import dev.vestibule.declared.Step;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Configuration as code in a browser: the document to take away, and one to bring, whose
 * difference is shown before it is applied.
 */
@Controller
class ConsoleDocumentController {

	private static final String PATH = "/admin/config";

	// As documents say where something is.
	private static final Pattern LINE = Pattern.compile("line ([0-9]+)");

	private static final Pattern PLACED = Pattern.compile("(?s)(.*) \\(" + LINE + "\\)");

	private final Export export;

	private final Reconciliation reconciliation;

	private final ConsoleWords words;

	ConsoleDocumentController(Export export, Reconciliation reconciliation, ConsoleWords words) {
		this.export = export;
		this.reconciliation = reconciliation;
		this.words = words;
	}

	@GetMapping(PATH)
	ModelAndView show() {
		return new ModelAndView("console-configuration").addObject("documents", this.export.documents());
	}

	@GetMapping(PATH + "/export")
	ResponseEntity<byte[]> export(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		boolean all = Boolean.TRUE.equals(query.flag("all"));
		String name = query.has("name") ? Names.read(query) : Export.MAIN;
		query.check();
		String file = name.equals(Export.MAIN) ? "vestibule" : name.replace(':', '-');
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_YAML)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename(file + ".yml").build().toString())
			.body(this.export.yaml(name, all).getBytes(StandardCharsets.UTF_8));
	}

	@GetMapping(PATH + "/new")
	ModelAndView ask() {
		return page("", false);
	}

	/**
	 * Says what a document would change, and changes it when just that was seen.
	 */
	@PostMapping(PATH + "/new")
	ModelAndView apply(@RequestAttribute Account account, @RequestParam(defaultValue = "") String document,
			@RequestParam(defaultValue = "false") boolean prune, @RequestParam(required = false) @Nullable String seen,
			Locale locale) {
		ModelAndView page = page(document, prune);
		try {
			List<Step> steps = this.reconciliation.apply(Document.ofYaml(document.getBytes(StandardCharsets.UTF_8)),
					prune, (changes) -> tag(changes).equals(seen), Asking.of(account));
			String tag = tag(steps);
			boolean applied = tag.equals(seen);
			return page.addObject("steps", steps)
				.addObject("difference", difference(steps))
				.addObject("seen", tag)
				.addObject("applied", applied)
				.addObject("meanwhile", seen != null && !applied && !steps.isEmpty());
		}
		catch (ProblemException ex) {
			return this.words.refuse(page, ex, locale)
				.addObject("flaws", ex.problem().errors().stream().map((error) -> flaw(error, locale)).toList());
		}
	}

	private static String difference(List<Step> steps) {
		return steps.stream().map(Step::toString).collect(Collectors.joining("\n"));
	}

	private static String tag(List<Step> steps) {
		return EntityTag.of(Map.of("difference", difference(steps)));
	}

	private Flaw flaw(InvalidField error, Locale locale) {
		Matcher line = LINE.matcher(error.field());
		if (line.matches()) {
			return new Flaw(null, line.group(1), this.words.of(error.detail(), locale));
		}
		Matcher placed = PLACED.matcher(error.detail());
		return placed.matches() ? new Flaw(error.field(), placed.group(2), this.words.of(placed.group(1), locale))
				: new Flaw(this.words.of(error.field(), locale), null, this.words.of(error.detail(), locale));
	}

	private static ModelAndView page(String document, boolean prune) {
		return new ModelAndView("console-configuration-new").addObject("document", document).addObject("prune", prune);
	}

	/**
	 * What is wrong with a document.
	 *
	 * @param field its path; null if it is the line that is wrong
	 * @param line which it is in, if that is known
	 */
	record Flaw(@Nullable String field, @Nullable String line, String words) {

	}

}

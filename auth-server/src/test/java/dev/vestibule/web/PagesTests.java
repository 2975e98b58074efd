package dev.vestibule.web;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Renders every page in every state and language. The results are also written to
 * {@code target/pages}, to be looked at.
 */
@SpringBootTest(classes = PagesTests.Gallery.class, properties = "vestibule.issuer=http://localhost:9000")
@ImportAutoConfiguration({ MessageSourceAutoConfiguration.class, WebMvcAutoConfiguration.class,
		ThymeleafAutoConfiguration.class })
@AutoConfigureMockMvc
class PagesTests {

	private static final String SCRIPT = "javascript:\"'><script>alert(1)</script>";

	/** On pages that wait. */
	private static final String OUR_SCRIPT = "<script src=\"/js/htmx\\.min(-[0-9a-f]{32})?\\.js\" defer(=\"defer\")?></script>";

	private static final Pattern VISIBLE_INPUT = Pattern.compile("<input(?![^>]*type=\"hidden\")[^>]*>");

	private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");

	private static final Pattern REFERENCE = Pattern.compile("aria-(?:describedby|labelledby)=\"([^\"]+)\"");

	@Autowired
	private MockMvcTester mvc;

	static Stream<String> pages() {
		return TestPages.all().keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenRenderedThenCompleteInEveryLanguage(String page) throws IOException {
		for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
			String rendered = render("pages", page, locale);
			write(page, locale, rendered);
			String html = rendered.replaceFirst(OUR_SCRIPT, "");
			assertThat(html).contains("<html lang=\"" + locale.getLanguage() + "\"", "href=\"?ui_locales=")
				.doesNotContain("??", " th:", " style=", "<style", "<script", "never shown", "null");
			assertThat(html.split("<h1", -1)).as("headings").hasSize(2);
			assertThat(html.contains("role=\"alert\"") || page.startsWith("error."))
				.isEqualTo(html.contains("<title>Error:") || html.contains("<title>오류:"));
			assertInputsAreDescribed(html);
		}
	}

	@Test
	void pagesThenEveryTemplateIsAmongThem() throws IOException {
		Set<String> templates = Stream
			.of(new PathMatchingResourcePatternResolver().getResources("classpath:templates/*.html"))
			.map((template) -> String.valueOf(template.getFilename()).replace(".html", ""))
			.collect(Collectors.toSet());
		assertThat(pages().map((page) -> page.substring(0, page.indexOf('.'))).collect(Collectors.toSet()))
			.isEqualTo(templates);
	}

	private static void assertInputsAreDescribed(String html) {
		List<String> ids = ID.matcher(html).results().map((match) -> match.group(1)).toList();
		assertThat(ids).doesNotHaveDuplicates();
		for (String input : VISIBLE_INPUT.matcher(html).results().map(MatchResult::group).toList()) {
			Matcher id = ID.matcher(input);
			assertThat(id.find()).as(input).isTrue();
			assertThat(html).contains("<label for=\"" + id.group(1) + "\"");
			assertThat(input.contains("aria-invalid=\"true\"")).as(input).isEqualTo(input.contains("-error"));
		}
		REFERENCE.matcher(html)
			.results()
			.flatMap((match) -> Stream.of(match.group(1).split(" ")))
			.forEach((id) -> assertThat(ids).contains(id));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void attack38WhenScriptInAnyValueThenEscaped(String page) throws IOException {
		assertThat(render("hostile", page, Locale.ENGLISH).replaceFirst(OUR_SCRIPT, "")).doesNotContain("<script",
				"href=\"javascript:");
	}

	@ParameterizedTest
	@MethodSource("pages")
	void pageWhenEnglishThenNoOtherLanguage(String page) throws IOException {
		assertThat(render("pages", page, Locale.ENGLISH).replace("한국어", "")).doesNotContainPattern("\\p{IsHangul}");
	}

	@Test
	void messagesWhenComparedThenEveryBundleHasTheSameKeys() throws IOException {
		Properties english = PropertiesLoaderUtils.loadProperties(new ClassPathResource("messages.properties"));
		Properties korean = PropertiesLoaderUtils.loadProperties(new ClassPathResource("messages_ko.properties"));
		assertThat(korean.keySet()).isEqualTo(english.keySet());
	}

	private String render(String gallery, String page, Locale locale) throws UnsupportedEncodingException {
		var result = this.mvc.get()
			.uri("/{gallery}/{page}", gallery, page)
			.accept(MediaType.TEXT_HTML)
			.header("Accept-Language", locale.toLanguageTag())
			.exchange();
		assertThat(result).hasStatusOk();
		return result.getResponse().getContentAsString();
	}

	private static void write(String page, Locale locale, String html) throws IOException {
		Path folder = Files.createDirectories(Path.of("target/pages"));
		String standalone = html.replaceAll("\"/(css|img)/([a-z-]+?)(-[0-9a-f]{32})?\\.", "\"../classes/static/$1/$2.");
		Files.writeString(folder.resolve(page + "." + locale.getLanguage() + ".html"), standalone);
	}

	@Controller
	@Import({ Look.class, WebConfiguration.class })
	@EnableConfigurationProperties(ServerProperties.class)
	static class Gallery {

		@GetMapping("/pages/{page}")
		String show(@PathVariable String page, Model model) {
			return show(TestPages.all(), page, model);
		}

		@GetMapping("/hostile/{page}")
		String attack(@PathVariable String page, Model model) {
			return show(TestPages.with((value) -> SCRIPT), page, model);
		}

		private static String show(Map<String, Map<String, Object>> pages, String page, Model model) {
			model.addAllAttributes(pages.get(page));
			return page.substring(0, page.indexOf('.'));
		}

	}

}

package dev.vestibule.web;

import java.time.Duration;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * Serves the server's logo, and makes a stylesheet of any colour, since no page may have
 * a style of its own: buttons in it, and links and what is in focus in shades of it that
 * can be read in both schemes.
 */
@Controller
class LookController {

	// What it says is in the address.
	private static final CacheControl KEPT = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

	// As in vestibule.css: what links stand on.
	private static final Color[] LIGHT = { Color.WHITE, Color.of("#f6f7f9"), Color.of("#f0f2fd"), Color.of("#f3f4f7") };

	private static final Color[] DARK = { Color.of("#16181d"), Color.of("#0d0e11"), Color.of("#1b1e34"),
			Color.of("#1f222a") };

	private final Look look;

	LookController(Look look) {
		this.look = look;
	}

	@GetMapping("/img/look-{version}")
	ResponseEntity<byte[]> logo(@PathVariable String version) {
		Picture picture = this.look.picture();
		if (picture == null || !this.look.getLogo().endsWith("/look-" + version)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf(picture.type()))
			.cacheControl(KEPT)
			.body(picture.content());
	}

	@GetMapping("/css/look-{color:[0-9a-f]{6}}.css")
	ResponseEntity<String> show(@PathVariable String color) {
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf("text/css;charset=UTF-8"))
			.cacheControl(KEPT)
			.body(css(Color.of("#" + color)));
	}

	static String css(Color color) {
		return css(color.until(Color.SHAPE, Color.BLACK, Color.WHITE), Color.BLACK, LIGHT)
				+ "@media (prefers-color-scheme: dark) {\n"
				+ css(color.until(Color.SHAPE, Color.WHITE, DARK[0]), Color.WHITE, DARK) + "}\n";
	}

	private static String css(Color button, Color shade, Color[] grounds) {
		Color text = button.text();
		// Away from what is written on it.
		Color hovered = button.mix(text.equals(Color.WHITE) ? Color.BLACK : Color.WHITE, 0.15);
		Color link = button.until(Color.TEXT, shade, grounds);
		return """
				:root {
					--primary: %s;
					--on-primary: %s;
					--primary-hover: %s;
					--link: %s;
					--ring: %s;
					--glow: %s;
				}
				""".formatted(button, text, hovered, link, link, grounds[1].mix(button, 0.1));
	}

}

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

	private final Look look;

	LookController(Look look) {
		this.look = look;
	}

	@GetMapping("/img/look-{version}")
	ResponseEntity<byte[]> logo(@PathVariable String version) {
		Look.Logo logo = this.look.logo();
		if (logo == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		// A page may be older than the logo, or from a node that knows it sooner: then it
		// is
		// shown the one that there is, for this once.
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf(logo.picture().type()))
			.cacheControl(logo.path().endsWith("/look-" + version) ? KEPT : CacheControl.noStore())
			.body(logo.picture().content());
	}

	@GetMapping("/css/look-{color:[0-9a-f]{6}}.css")
	ResponseEntity<String> show(@PathVariable String color) {
		return ResponseEntity.ok()
			.contentType(MediaType.valueOf("text/css;charset=UTF-8"))
			.cacheControl(KEPT)
			.body(css(color));
	}

	static String css(String color) {
		return css(Shades.light(color)) + "@media (prefers-color-scheme: dark) {\n" + css(Shades.dark(color)) + "}\n";
	}

	private static String css(Shades shades) {
		return """
				:root {
					--primary: %s;
					--on-primary: %s;
					--primary-hover: %s;
					--link: %s;
					--ring: %s;
					--glow: %s;
				}
				""".formatted(shades.button(), shades.text(), shades.hovered(), shades.link(), shades.link(),
				shades.glow());
	}

}

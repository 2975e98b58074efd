package dev.vestibule.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * What people see of this server; each page gets it as {@code look}.
 */
@Component
@EnableConfigurationProperties(LookProperties.class)
public class Look implements HandlerInterceptor {

	private static final int MAX_LOGO = 128 * 1024;

	private final String name;

	private final @Nullable Picture picture;

	private final String logo;

	private final @Nullable String color;

	public Look(LookProperties properties) {
		this.name = properties.name();
		this.picture = (properties.logo() != null) ? read(properties.logo()) : null;
		this.logo = (this.picture != null)
				? "/img/look-" + DigestUtils.md5DigestAsHex(this.picture.content()) + "." + this.picture.extension()
				: "/img/vestibule.svg";
		this.color = (properties.color() != null) ? properties.color().substring(1).toLowerCase(Locale.ROOT) : null;
	}

	public String getName() {
		return this.name;
	}

	/**
	 * Where the logo is: under a name that changes with it.
	 */
	public String getLogo() {
		return this.logo;
	}

	/**
	 * The colour without its number sign, as in the address of its stylesheet.
	 */
	public @Nullable String getColor() {
		return this.color;
	}

	/**
	 * The logo, if it is not ours.
	 */
	@Nullable Picture picture() {
		return this.picture;
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) {
		if (page != null && LanguageLinks.isPage(page)) {
			page.addObject("look", this);
		}
	}

	private static Picture read(Path file) {
		try {
			if (Files.size(file) <= MAX_LOGO) {
				Picture picture = Picture.of(Files.readAllBytes(file));
				if (picture != null) {
					return picture;
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("vestibule.look.logo cannot be read: " + file + ".", ex);
		}
		throw new IllegalArgumentException(
				"vestibule.look.logo must be a PNG, a WebP, or an SVG without scripts, of 128 KB at most: " + file
						+ ".");
	}

}

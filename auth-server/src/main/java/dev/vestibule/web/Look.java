package dev.vestibule.web;

import java.util.Locale;
import java.util.Optional;

import dev.vestibule.setting.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * What people see of this server, as administrators have set it, and else by the
 * properties; each page gets it as {@code look}. It is the last that was known, since
 * pages have to look like something even while the database is gone.
 */
@Component
@EnableConfigurationProperties(LookProperties.class)
public class Look implements HandlerInterceptor {

	/** What the server is called. */
	public static final String NAME = "name";

	/** How many characters of Unicode that may have. */
	public static final int MAX_NAME = 50;

	/** The logo, a picture that is its own address. */
	public static final String LOGO_URI = "logo_uri";

	/** The colour of buttons. */
	public static final String BRAND_COLOR = "brand_color";

	private static final String OURS = "/img/vestibule.svg";

	// Pages are there before the settings are.
	private final ObjectProvider<Settings> settings;

	private final LookProperties properties;

	private final @Nullable Logo file;

	private volatile @Nullable Logo set;

	public Look(LookProperties properties, ObjectProvider<Settings> settings) {
		this.properties = properties;
		this.settings = settings;
		this.file = (properties.logo() != null) ? Logo.of("", Picture.read(properties.logo())) : null;
	}

	public String getName() {
		return set(NAME).orElse(this.properties.name());
	}

	/**
	 * Where the logo is: under a name that changes with it.
	 */
	public String getLogo() {
		Logo logo = logo();
		return (logo != null) ? logo.path() : OURS;
	}

	/**
	 * The colour without its number sign, as in the address of its stylesheet.
	 */
	public @Nullable String getColor() {
		String color = set(BRAND_COLOR).orElse(this.properties.color());
		return (color != null) ? color.substring(1).toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * The logo, if it is not ours.
	 */
	@Nullable Logo logo() {
		Optional<String> uri = set(LOGO_URI);
		if (uri.isEmpty()) {
			return this.file;
		}
		Logo set = this.set;
		// The same text as long as nothing was changed.
		if (set == null || set.uri() != uri.get()) {
			set = Logo.of(uri.get(), Picture.ofData(uri.get()));
			this.set = set;
		}
		return set;
	}

	private Optional<String> set(String name) {
		try {
			return Optional.ofNullable(this.settings.getIfAvailable()).flatMap((settings) -> settings.lastText(name));
		}
		catch (DataAccessException ex) {
			// Nothing was ever read: what is said of the fault matters more.
			return Optional.empty();
		}
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) {
		if (page != null && LanguageLinks.isPage(page)) {
			page.addObject("look", this);
		}
	}

	/**
	 * A logo with the address that it is shown under.
	 *
	 * @param uri what it was read from; empty if that is a file
	 */
	record Logo(String uri, Picture picture, String path) {

		static Logo of(String uri, Picture picture) {
			return new Logo(uri, picture,
					"/img/look-" + DigestUtils.md5DigestAsHex(picture.content()) + "." + picture.extension());
		}

	}

}

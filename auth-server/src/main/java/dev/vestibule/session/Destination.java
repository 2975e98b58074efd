package dev.vestibule.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.vestibule.web.AppLook;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Where a browser was going when it was asked to sign in.
 */
@Component
public class Destination {

	private static final String PARSED = Destination.class.getName();

	private final SavedRequests savedRequests;

	private final SingletonSupplier<ClientNames> clientNames;

	Destination(SavedRequests savedRequests, ObjectProvider<ClientNames> clientNames) {
		this.savedRequests = savedRequests;
		// Looking a bean up takes longer than what is asked of it.
		this.clientNames = SingletonSupplier.of(clientNames::getIfAvailable);
	}

	/**
	 * The saved request, which is then followed, or the home page.
	 */
	public String take(HttpServletRequest request, HttpServletResponse response) {
		return this.savedRequests.take(request, response).orElse("/");
	}

	/**
	 * The name of the client that asked, if one did and is known.
	 */
	public Optional<String> client(HttpServletRequest request) {
		return named(request).flatMap(this::nameOf);
	}

	/**
	 * How the client looks that asked, if one did and is known.
	 */
	public Optional<AppLook> look(HttpServletRequest request) {
		return clientId(request)
			.flatMap((id) -> Optional.ofNullable(this.clientNames.get()).flatMap((names) -> names.lookOf(id)));
	}

	/**
	 * The identifier of the client that asked, if one did and is known.
	 */
	public Optional<String> clientId(HttpServletRequest request) {
		return named(request).filter((id) -> nameOf(id).isPresent());
	}

	/**
	 * What the saved request says by a parameter of its query.
	 */
	public Optional<String> parameter(String name, HttpServletRequest request) {
		return this.savedRequests.find(request)
			.map((url) -> parsed(url, request).parameters().getFirst(name))
			.map((value) -> UriUtils.decode(value, StandardCharsets.UTF_8));
	}

	// It is asked for by the page, its limits, and what is recorded.
	private static Parsed parsed(String url, HttpServletRequest request) {
		if (request.getAttribute(PARSED) instanceof Parsed parsed && parsed.url().equals(url)) {
			return parsed;
		}
		Parsed parsed = new Parsed(url, UriComponentsBuilder.fromUriString(url).build().getQueryParams());
		request.setAttribute(PARSED, parsed);
		return parsed;
	}

	private Optional<String> named(HttpServletRequest request) {
		return parameter("client_id", request);
	}

	private Optional<String> nameOf(String clientId) {
		return Optional.ofNullable(this.clientNames.get()).flatMap((names) -> names.nameOf(clientId));
	}

	/**
	 * A saved request, taken apart.
	 */
	private record Parsed(String url, MultiValueMap<String, String> parameters) {

	}

}

package dev.vestibule.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Where a browser was going when it was asked to sign in.
 */
@Component
public class Destination {

	private final SavedRequests savedRequests;

	private final ObjectProvider<ClientNames> clientNames;

	Destination(SavedRequests savedRequests, ObjectProvider<ClientNames> clientNames) {
		this.savedRequests = savedRequests;
		this.clientNames = clientNames;
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
			.map((url) -> UriComponentsBuilder.fromUriString(url).build().getQueryParams().getFirst(name))
			.map((value) -> UriUtils.decode(value, StandardCharsets.UTF_8));
	}

	private Optional<String> named(HttpServletRequest request) {
		return parameter("client_id", request);
	}

	private Optional<String> nameOf(String clientId) {
		return this.clientNames.stream().findFirst().flatMap((names) -> names.nameOf(clientId));
	}

}

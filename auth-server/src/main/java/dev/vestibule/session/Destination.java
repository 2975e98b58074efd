package dev.vestibule.session;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.savedrequest.SavedRequest;
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
	public Optional<String> client(HttpServletRequest request, HttpServletResponse response) {
		return saved(request, response)
			.map((url) -> UriComponentsBuilder.fromUriString(url).build().getQueryParams().getFirst("client_id"))
			.map((id) -> UriUtils.decode(id, StandardCharsets.UTF_8))
			.flatMap((id) -> this.clientNames.stream().findFirst().flatMap((names) -> names.nameOf(id)));
	}

	private Optional<String> saved(HttpServletRequest request, HttpServletResponse response) {
		return Optional.ofNullable(this.savedRequests.getRequest(request, response)).map(SavedRequest::getRedirectUrl);
	}

}

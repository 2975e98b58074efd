package dev.vestibule.demo.relyingapp;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.vestibule.demo.DemoProperties;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Calls the notes API as whoever is logged in. The interceptor adds the access token,
 * refreshes it shortly before it ends, and drops it when the API calls it invalid, so
 * that the next call leads through a login.
 */
@Component
class NotesClient {

	private static final ParameterizedTypeReference<List<Note>> NOTES = new ParameterizedTypeReference<>() {
	};

	private final RestClient api;

	NotesClient(DemoProperties demo, OAuth2AuthorizedClientManager manager,
			OAuth2AuthorizedClientRepository authorizedClients) {
		OAuth2ClientHttpRequestInterceptor tokens = new OAuth2ClientHttpRequestInterceptor(manager);
		tokens.setAuthorizationFailureHandler(
				OAuth2ClientHttpRequestInterceptor.authorizationFailureHandler(authorizedClients));
		this.api = RestClient.builder()
			.baseUrl(demo.api())
			.requestFactory(VestibuleClient.impatient())
			.requestInterceptor(tokens)
			.defaultRequest((request) -> request
				.attributes(RequestAttributeClientRegistrationIdResolver.clientRegistrationId(VestibuleClient.ID)))
			.build();
	}

	List<Note> list() {
		return Objects.requireNonNull(this.api.get().uri("/notes").retrieve().body(NOTES));
	}

	void add(String text) {
		this.api.post()
			.uri("/notes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("text", text))
			.retrieve()
			.toBodilessEntity();
	}

	record Note(String text, Instant createdAt) {
	}

}

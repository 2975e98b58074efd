package dev.vestibule.federation;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

import dev.vestibule.outbound.Outbound;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.core.endpoint.DefaultMapOAuth2AccessTokenResponseConverter;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResponseErrorHandler;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Calls to providers. Whatever is no proper answer becomes a {@link ProviderException}.
 */
@Component
class ProviderHttp {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {
	};

	private final JsonMapper json = JsonMapper.shared();

	private final RestClient client;

	private final RestClient tokenClient;

	ProviderHttp(Outbound outbound) {
		RestClient.Builder builder = outbound.restClient().defaultStatusHandler(new Refusals());
		this.client = builder.build();
		this.tokenClient = builder.configureMessageConverters((converters) -> {
			converters.addCustomConverter(new FormHttpMessageConverter());
			converters.addCustomConverter(tokenConverter());
		}).build();
	}

	/**
	 * Some refuse with status 200 (GitHub, Naver).
	 */
	private static OAuth2AccessTokenResponseHttpMessageConverter tokenConverter() {
		OAuth2AccessTokenResponseHttpMessageConverter converter = new OAuth2AccessTokenResponseHttpMessageConverter();
		DefaultMapOAuth2AccessTokenResponseConverter read = new DefaultMapOAuth2AccessTokenResponseConverter();
		converter.setAccessTokenResponseConverter((answer) -> {
			if (answer.containsKey("error")) {
				throw ProviderException.failed("the token endpoint refused: " + answer.get("error"));
			}
			return read.convert(answer);
		});
		return converter;
	}

	RestClient tokenClient() {
		return this.tokenClient;
	}

	/**
	 * The bytes at an address.
	 */
	byte[] get(URI uri, @Nullable String bearerToken) {
		try {
			byte[] body = this.client.get().uri(uri).accept(MediaType.APPLICATION_JSON).headers((headers) -> {
				if (bearerToken != null) {
					headers.setBearerAuth(bearerToken);
				}
			}).retrieve().body(byte[].class);
			return (body != null) ? body : new byte[0];
		}
		catch (RestClientException ex) {
			throw ProviderException.unavailable("no answer from " + uri.getHost(), ex);
		}
	}

	/**
	 * The JSON object at an address.
	 */
	Map<String, Object> getObject(URI uri, @Nullable String bearerToken) {
		return parse(uri, get(uri, bearerToken));
	}

	/**
	 * The list of JSON objects at an address.
	 */
	List<Map<String, Object>> getList(URI uri, @Nullable String bearerToken) {
		return parse(uri, get(uri, bearerToken), LIST, "a list of JSON objects");
	}

	/**
	 * The JSON object that an address answered with.
	 */
	Map<String, Object> parse(URI uri, byte[] body) {
		return parse(uri, body, OBJECT, "a JSON object");
	}

	private <T> T parse(URI uri, byte[] body, TypeReference<T> type, String what) {
		try {
			T value = this.json.readValue(body, type);
			if (value != null) {
				return value;
			}
		}
		catch (JacksonException ex) {
			// said below; the parser's message would quote the body
		}
		throw ProviderException.unavailable(uri.getHost() + " answered with something other than " + what, null);
	}

	/**
	 * Tells a provider that refuses from one that is out of order.
	 */
	private final class Refusals implements ResponseErrorHandler {

		@Override
		public boolean hasError(ClientHttpResponse response) throws IOException {
			return !response.getStatusCode().is2xxSuccessful();
		}

		@Override
		public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
			HttpStatusCode status = response.getStatusCode();
			Map<String, Object> body = parse(url, response.getBody().readAllBytes());
			if (!status.is4xxClientError() || status.value() == HttpStatus.TOO_MANY_REQUESTS.value()
					|| isTransient(body)) {
				throw ProviderException.unavailable(url.getHost() + " answered " + status.value(), null);
			}
			throw ProviderException.failed(url.getHost() + " refused with " + status.value() + ": " + reason(body));
		}

		/** Facebook's errors are objects, and say whether it is worth trying again. */
		private static boolean isTransient(Map<String, Object> body) {
			return body.get("error") instanceof Map<?, ?> error && Boolean.TRUE.equals(error.get("is_transient"));
		}

		private static String reason(Map<String, Object> body) {
			Object error = body.get("error");
			return (error instanceof Map<?, ?> nested) ? nested.get("type") + " " + nested.get("code")
					: String.valueOf(error);
		}

	}

}

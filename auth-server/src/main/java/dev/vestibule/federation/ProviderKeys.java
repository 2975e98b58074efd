package dev.vestibule.federation;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a provider, kept between logins, with whatever the provider says of each.
 */
final class ProviderKeys {

	private static final long LIFE = 15 * 60_000L;

	private static final long OUTAGE = 24 * 60 * 60_000L;

	private static final long WAIT = 2_000;

	private final ProviderHttp http;

	private final JWKSource<SecurityContext> source;

	private volatile List<Map<?, ?>> keys = List.of();

	ProviderKeys(String uri, ProviderHttp http) {
		this.http = http;
		this.source = JWKSourceBuilder.create(url(uri), this::retrieve)
			.cache(LIFE, WAIT)
			.refreshAheadCache(false)
			// Tokens come from the provider itself, so that nobody else can make us
			// refetch.
			.rateLimited(false)
			.outageTolerant(OUTAGE)
			.build();
	}

	JWKSource<SecurityContext> source() {
		return this.source;
	}

	/**
	 * The keys, members that no standard knows included, that may have signed a token.
	 * @param id the key's id in the token's header; null if there is none
	 */
	List<Map<?, ?>> named(@Nullable Object id) {
		return (id == null) ? this.keys : this.keys.stream().filter((key) -> id.equals(key.get("kid"))).toList();
	}

	private Resource retrieve(URL url) throws IOException {
		try {
			byte[] answer = this.http.get(url.toURI(), null);
			this.keys = this.http.parse(url.toURI(), answer).get("keys") instanceof List<?> list ? objects(list)
					: List.of();
			return new Resource(new String(answer, StandardCharsets.UTF_8), "application/json");
		}
		catch (ProviderException | URISyntaxException ex) {
			throw new IOException("no keys from " + url.getHost(), ex);
		}
	}

	private static List<Map<?, ?>> objects(List<?> list) {
		return list.stream().<Map<?, ?>>mapMulti((each, objects) -> {
			if (each instanceof Map<?, ?> object) {
				objects.accept(object);
			}
		}).toList();
	}

	private static URL url(String uri) {
		try {
			return URI.create(uri).toURL();
		}
		catch (MalformedURLException ex) {
			throw ProviderException.unavailable("the address of the keys is unusable", ex);
		}
	}

}

package dev.vestibule.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A request whose body is held until it is sent.
 */
class OutboundRequest extends AbstractClientHttpRequest {

	private static final Set<String> SET_BY_THE_CLIENT = Set.of("content-length", "transfer-encoding");

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private final Outbound outbound;

	private final URI uri;

	private final HttpMethod method;

	OutboundRequest(Outbound outbound, URI uri, HttpMethod method) {
		this.outbound = outbound;
		this.uri = uri;
		this.method = method;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		return this.body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
		HttpUriRequestBase request = new HttpUriRequestBase(this.method.name(), this.uri);
		headers.forEach((name, values) -> {
			if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.addHeader(name, value));
			}
		});
		if (this.body.size() > 0) {
			request.setEntity(new ByteArrayEntity(this.body.toByteArray(), null));
		}
		return this.outbound.exchange(request);
	}

}

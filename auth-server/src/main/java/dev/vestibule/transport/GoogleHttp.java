package dev.vestibule.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import dev.vestibule.outbound.Outbound;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Carries the calls of Google's library over our own client, so that they end in time and
 * there is one set of rules about where calls may go.
 */
final class GoogleHttp extends HttpTransport {

	private final Outbound outbound;

	GoogleHttp(Outbound outbound) {
		this.outbound = outbound;
	}

	@Override
	protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
		return new Request(this.outbound.requestFactory().createRequest(URI.create(url), HttpMethod.valueOf(method)));
	}

	private static final class Request extends LowLevelHttpRequest {

		private final ClientHttpRequest request;

		Request(ClientHttpRequest request) {
			this.request = request;
		}

		@Override
		public void addHeader(String name, String value) {
			this.request.getHeaders().add(name, value);
		}

		@Override
		public LowLevelHttpResponse execute() throws IOException {
			if (getStreamingContent() != null) {
				ByteArrayOutputStream content = new ByteArrayOutputStream();
				getStreamingContent().writeTo(content);
				set(HttpHeaders.CONTENT_TYPE, getContentType());
				set(HttpHeaders.CONTENT_ENCODING, getContentEncoding());
				this.request.getBody().write(content.toByteArray());
			}
			return new Response(this.request.execute());
		}

		private void set(String header, @Nullable String value) {
			if (value != null) {
				this.request.getHeaders().set(header, value);
			}
		}

	}

	private static final class Response extends LowLevelHttpResponse {

		private final ClientHttpResponse response;

		private final List<Map.Entry<String, String>> headers = new ArrayList<>();

		Response(ClientHttpResponse response) {
			this.response = response;
			response.getHeaders()
				.forEach((name, values) -> values.forEach((value) -> this.headers.add(Map.entry(name, value))));
		}

		@Override
		public InputStream getContent() throws IOException {
			return this.response.getBody();
		}

		@Override
		public @Nullable String getContentEncoding() {
			return this.response.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
		}

		@Override
		public long getContentLength() {
			return this.response.getHeaders().getContentLength();
		}

		@Override
		public @Nullable String getContentType() {
			return this.response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		}

		@Override
		public String getStatusLine() throws IOException {
			return "HTTP/1.1 " + getStatusCode() + " " + getReasonPhrase();
		}

		@Override
		public int getStatusCode() throws IOException {
			return this.response.getStatusCode().value();
		}

		@Override
		public String getReasonPhrase() throws IOException {
			return this.response.getStatusText();
		}

		@Override
		public int getHeaderCount() {
			return this.headers.size();
		}

		@Override
		public String getHeaderName(int index) {
			return this.headers.get(index).getKey();
		}

		@Override
		public String getHeaderValue(int index) {
			return this.headers.get(index).getValue();
		}

	}

}

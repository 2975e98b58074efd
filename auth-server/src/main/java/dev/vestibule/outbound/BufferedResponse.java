package dev.vestibule.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response that was read to its end, which is at one megabyte at the latest.
 */
final class BufferedResponse implements ClientHttpResponse {

	static final int MAX_BODY = 1024 * 1024;

	private final HttpStatusCode status;

	private final String reason;

	private final HttpHeaders headers = new HttpHeaders();

	private final InputStream body;

	private BufferedResponse(ClassicHttpResponse response, byte[] body) {
		this.status = HttpStatusCode.valueOf(response.getCode());
		this.reason = (response.getReasonPhrase() != null) ? response.getReasonPhrase() : "";
		for (Header header : response.getHeaders()) {
			this.headers.add(header.getName(), header.getValue());
		}
		this.body = new ByteArrayInputStream(body);
	}

	static BufferedResponse read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
		HttpEntity entity = response.getEntity();
		byte[] body = (entity != null) ? entity.getContent().readNBytes(MAX_BODY + 1) : new byte[0];
		if (body.length > MAX_BODY) {
			// Closes the connection; else the rest would be read to keep it.
			request.cancel();
			throw new IOException("the body is longer than " + MAX_BODY + " bytes");
		}
		return new BufferedResponse(response, body);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return this.reason;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return this.body;
	}

	@Override
	public void close() {
		// the connection has been given back
	}

}

package dev.vestibule.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import javax.net.ssl.SSLException;

import dev.vestibule.outbound.BlockedAddressException;
import dev.vestibule.outbound.Outbound;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Calls who receives a webhook, once. Of the answer only the status counts; what else is
 * in it is shown to nobody.
 */
@Component
class Receiver {

	private final Outbound outbound;

	Receiver(Outbound outbound) {
		this.outbound = outbound;
	}

	Answer call(String url, String id, String payload, List<byte[]> secrets) {
		try {
			ClientHttpRequest request = this.outbound.requestFactory().createRequest(URI.create(url), HttpMethod.POST);
			long now = Instant.now().getEpochSecond();
			request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			request.getHeaders().set(Signature.ID, id);
			request.getHeaders().set(Signature.TIMESTAMP, String.valueOf(now));
			request.getHeaders().set(Signature.SIGNATURE, Signature.of(id, now, payload, secrets));
			request.getBody().write(payload.getBytes(StandardCharsets.UTF_8));
			try (ClientHttpResponse response = request.execute()) {
				return answered(response.getStatusCode().value());
			}
		}
		catch (IOException ex) {
			return new Answer(null, reason(ex));
		}
	}

	private static Answer answered(int status) {
		if (status / 100 == 2) {
			return new Answer(status, null);
		}
		if (status == HttpStatus.GONE.value()) {
			return new Answer(status, "The receiver wants no more of this.");
		}
		return new Answer(status,
				(status / 100 == 3) ? "The receiver redirects, which is not followed." : "The receiver refused it.");
	}

	private static String reason(IOException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof HttpTimeoutException) {
				return "The receiver did not answer in time.";
			}
			if (cause instanceof BlockedAddressException) {
				return "The receiver has only addresses that may not be called (vestibule.outbound.allowed-hosts).";
			}
			if (cause instanceof UnknownHostException) {
				return "The receiver's host is not known.";
			}
			if (cause instanceof SSLException) {
				return "The receiver's certificate is not valid.";
			}
		}
		return "The receiver could not be reached.";
	}

	/**
	 * How a call ended.
	 *
	 * @param status if there was an answer
	 * @param reason why it did not succeed, a sentence; null if it did
	 */
	record Answer(@Nullable Integer status, @Nullable String reason) {

		/** By which a receiver says that it is to be called no more. */
		boolean isGone() {
			return this.status != null && this.status == HttpStatus.GONE.value();
		}

	}

}

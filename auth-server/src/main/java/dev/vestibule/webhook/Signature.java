package dev.vestibule.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import dev.vestibule.keyring.HmacSha256;

/**
 * Signs what is sent, so that its receiver knows that it is from here, and of when: by
 * the Standard Webhooks specification, version 1, symmetric.
 */
final class Signature {

	static final String ID = "webhook-id";

	static final String TIMESTAMP = "webhook-timestamp";

	static final String SIGNATURE = "webhook-signature";

	private Signature() {
	}

	/**
	 * The value of the header: a signature by each secret, so that the receiver may know
	 * either.
	 */
	static String of(String id, long timestamp, String payload, List<byte[]> secrets) {
		byte[] signed = (id + "." + timestamp + "." + payload).getBytes(StandardCharsets.UTF_8);
		return secrets.stream()
			.map((secret) -> "v1," + Base64.getEncoder().encodeToString(HmacSha256.of(secret, signed)))
			.collect(Collectors.joining(" "));
	}

}

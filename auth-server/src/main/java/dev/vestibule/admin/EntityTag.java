package dev.vestibule.admin;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ResponseEntity;

/**
 * The version of a thing (RFC 9110, section 8.8.3): the same as long as the same is shown
 * of it, whoever has changed it and by whatever way.
 */
public final class EntityTag {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private static final int BYTES = 16;

	private EntityTag() {
	}

	/**
	 * The tag of what is shown, with its quotation marks.
	 */
	public static String of(Map<String, ? extends @Nullable Object> shown) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(shown));
			return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)) + '"';
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Shows a thing that was just made, with its tag.
	 * @param location its address
	 */
	public static <V extends @Nullable Object> ResponseEntity<Map<String, V>> created(String location,
			Map<String, V> shown) {
		return ResponseEntity.created(URI.create(location)).eTag(of(shown)).body(shown);
	}

	/**
	 * Shows a thing with its tag; one that asks with {@code If-None-Match} and has it
	 * already is told so.
	 */
	public static <V extends @Nullable Object> ResponseEntity<Map<String, V>> answer(Map<String, V> shown) {
		return ResponseEntity.ok().eTag(of(shown)).body(shown);
	}

}

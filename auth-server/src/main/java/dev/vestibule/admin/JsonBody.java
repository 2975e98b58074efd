package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * Reads a request's body as one JSON object without repeated names.
 */
public final class JsonBody {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {
	};

	private JsonBody() {
	}

	public static Map<String, @Nullable Object> read(InputStream body) throws IOException {
		return read(body.readAllBytes());
	}

	/**
	 * The same for what may be asked without a body.
	 */
	static Map<String, @Nullable Object> readOrEmpty(InputStream body) throws IOException {
		byte[] bytes = body.readAllBytes();
		return (bytes.length > 0) ? read(bytes) : Map.of();
	}

	private static Map<String, @Nullable Object> read(byte[] bytes) {
		try {
			Map<String, @Nullable Object> object = JSON.readValue(bytes, OBJECT);
			if (object != null) {
				return object;
			}
		}
		catch (JacksonException ex) {
			// answered below, without repeating what was sent
		}
		throw new ProblemException(HttpStatus.BAD_REQUEST,
				"The body is not a JSON object, or it has a name in it twice.");
	}

}

package dev.vestibule.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.vestibule.client.InvalidField;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * An error answer (RFC 9457).
 *
 * @param errors the bad fields, if it is they that are the problem
 * @param current the thing as it is shown now, if the problem is that it has changed
 */
public record Problem(HttpStatus status, @Nullable String detail, List<InvalidField> errors,
		@Nullable Map<String, ? extends @Nullable Object> current) {

	public static Problem of(HttpStatus status, @Nullable String detail) {
		return new Problem(status, detail, List.of(), null);
	}

	public void write(HttpServletResponse response) throws IOException {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("type", "about:blank");
		body.put("title", this.status.getReasonPhrase());
		body.put("status", this.status.value());
		if (this.detail != null) {
			body.put("detail", this.detail);
		}
		if (!this.errors.isEmpty()) {
			body.put("errors", this.errors);
		}
		if (this.current != null) {
			body.put("current", this.current);
			response.setHeader(HttpHeaders.ETAG, EntityTag.of(this.current));
		}
		response.setStatus(this.status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(body));
	}

}

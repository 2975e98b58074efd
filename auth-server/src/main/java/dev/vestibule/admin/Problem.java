package dev.vestibule.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import dev.vestibule.client.InvalidField;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * An error answer (RFC 9457).
 *
 * @param errors the bad fields, if it is they that are the problem
 */
record Problem(HttpStatus status, @Nullable String detail, List<InvalidField> errors) {

	static Problem of(HttpStatus status, @Nullable String detail) {
		return new Problem(status, detail, List.of());
	}

	void write(HttpServletResponse response) throws IOException {
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
		response.setStatus(this.status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(JsonMapper.shared().writeValueAsBytes(body));
	}

}
